package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import dev.tenstep.rpc.server.IncomingCall;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.worker.HandlerShare;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A call of a server's connection, whatever the protocol: it uses the connection's handlers and memory. */
public abstract class ConnectionCall extends IncomingCall {

    /** Makes one, as {@link IncomingCall} does. */
    protected ConnectionCall(
            ServerMethod method, MessageInput message, Metadata metadata, long deadlineNanos, boolean traced) {
        super(method, message, metadata, deadlineNanos, traced);
    }

    /** The part of the connection that its calls share. */
    protected abstract ServerSide side();

    @Override
    protected final HandlerShare share() {
        return side().share();
    }

    private MemoryBudget.Share memory() {
        return side().context().memory();
    }

    /** Returns the failure of a call whose result cannot be written, or finds no room. */
    public final RpcException unwritableResult(Throwable thrown, int maxMessage) {
        return thrown instanceof MessageTooLargeException large && large.isForWantOfRoom()
                ? memory().failure("the result of " + method().displayName())
                : Encoding.unwritableResult(this, thrown, maxMessage);
    }

    @Override
    protected MessageInput decompress(MessageInput message) throws IOException {
        if (message.remaining() >= ServerSide.LONG) {
            memory().held().add(message.remaining());
            parametersHeld(message.remaining());
        }
        return message;
    }

    /** Notes that the handler has decompressed parameters, which count as held already, until it answers. */
    protected final MessageInput decompressed(MessageInput message) {
        parametersHeld(message.array().length);
        side().room().parametersTake(message.array().length);
        return message;
    }

    @Override
    protected final void parametersReleased(int bytes) {
        memory().held().add(-bytes);
    }

    @Override
    protected final void argumentsKept(int bytes) {
        side().kept(bytes);
    }

    @Override
    protected final void argumentsTaken(int bytes) {
        side().taken(bytes);
    }

    /** The call's number, unique in the server: the connection's and that in the connection. */
    protected final long callId(int id) {
        return side().context().number() << Integer.SIZE | (id & 0xffffffffL);
    }

    @Override
    public final String peer() {
        return side().context().peer();
    }

    @Override
    public final @Nullable X509Certificate peerCertificate() {
        return side().context().peerCertificate();
    }
}
