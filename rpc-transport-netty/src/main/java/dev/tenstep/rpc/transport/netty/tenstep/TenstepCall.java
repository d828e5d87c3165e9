package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import dev.tenstep.rpc.server.IncomingCall;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.worker.HandlerShare;
import java.io.IOException;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A call that arrived over a Tenstep connection. */
class TenstepCall extends IncomingCall {
    private final TenstepServerConnection connection;
    private final int id;
    /** The number of the request's compressor, a byte to keep the object small. */
    private final byte compressor;

    TenstepCall(
            ServerMethod method,
            MessageInput message,
            Metadata metadata,
            long deadlineNanos,
            int flags,
            TenstepServerConnection connection,
            int id) {
        super(method, message, metadata, deadlineNanos, (flags & Wire.FLAG_TIMES) != 0);
        this.connection = connection;
        this.id = id;
        this.compressor =
                (flags & Wire.FLAG_COMPRESSED) == 0 ? NegotiatedCompression.OFF : NegotiatedCompression.number(message);
    }

    /** Returns the call's id on the wire. */
    final int id() {
        return id;
    }

    @Override
    protected void send(Reply reply) {
        connection.send(this, reply);
    }

    @Override
    protected void sendFailure(RpcException failure) {
        connection.sendFailure(this, failure);
    }

    @Override
    protected void sendRefusal(Refusal refusal) {
        connection.sendRefusal(this, refusal);
    }

    @Override
    protected HandlerShare share() {
        return connection.share();
    }

    /** Returns the failure of a call whose result cannot be written, or finds no room. */
    final RpcException unwritableResult(Throwable thrown, int maxMessage) {
        return thrown instanceof MessageTooLargeException large && large.isForWantOfRoom()
                ? connection.memory.failure("the result of " + method().displayName())
                : Encoding.unwritableResult(this, thrown, maxMessage);
    }

    /** Compresses the result at the end of the output, if configured; returns whether it did. */
    final boolean compress(MessageOutput out, int body) throws IOException {
        return connection.compression().compress(out, body, compressor);
    }

    @Override
    protected MessageInput decompress(MessageInput message) throws IOException {
        MemoryBudget.Share memory = connection.memory;
        if (compressor != NegotiatedCompression.OFF) {
            MessageInput decompressed = connection.compression().decompress(message, memory);
            parametersHeld(decompressed.array().length);
            connection.room().parametersTake(decompressed.array().length);
            return decompressed;
        }
        if (message.remaining() >= RequestReader.LONG) {
            memory.held().add(message.remaining());
            parametersHeld(message.remaining());
        }
        return message;
    }

    @Override
    protected void parametersReleased(int bytes) {
        connection.memory.held().add(-bytes);
    }

    @Override
    protected void argumentsKept(int bytes) {
        connection.kept(bytes);
    }

    @Override
    protected void argumentsTaken(int bytes) {
        connection.taken(bytes);
    }

    @Override
    public long callId() {
        return connection.context().number() << Integer.SIZE | (id & 0xffffffffL);
    }

    @Override
    public String protocol() {
        return TenstepProtocol.NAME;
    }

    @Override
    public String peer() {
        return connection.peer();
    }

    @Override
    public @Nullable X509Certificate peerCertificate() {
        return connection.context().peerCertificate();
    }
}
