package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.protocol.netrpc.server.ServedMethods.ServedMethod;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.connection.ConnectionCall;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;

/** A call on its server that came by net/rpc. */
abstract class NetrpcCall extends ConnectionCall {
    private final NetrpcServerConnection connection;
    private final Conversation conversation;
    private final ServedMethod served;
    private final int number;

    /**
     * Makes one.
     *
     * @param number unique in the connection, which the client's own number need not be
     */
    NetrpcCall(
            NetrpcServerConnection connection,
            Conversation conversation,
            ServedMethod served,
            ServerMethod method,
            MessageInput message,
            int number) {
        super(method, message, Metadata.EMPTY, 0, false);
        this.connection = connection;
        this.conversation = conversation;
        this.served = served;
        this.number = number;
    }

    /** The conversation that it belongs to, even if its connection goes on with another. */
    final Conversation conversation() {
        return conversation;
    }

    final ServedMethod served() {
        return served;
    }

    final int number() {
        return number;
    }

    @Override
    protected final ServerSide side() {
        return connection.side();
    }

    @Override
    protected final void send(Reply reply) {
        connection.send(this, reply);
    }

    @Override
    protected final void sendFailure(RpcException failure) {
        connection.sendFailure(this, failure, false);
    }

    @Override
    protected final void sendRefusal(Refusal refusal) {
        connection.sendFailure(this, refusal.failure(), true);
    }

    @Override
    public final long callId() {
        return callId(number);
    }

    @Override
    public final String protocol() {
        return NetrpcServerConnection.PROTOCOL;
    }
}
