package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.connection.ConnectionCall;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import java.io.IOException;

/** A call that arrived over a Tenstep connection. */
class TenstepCall extends ConnectionCall {
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
    protected final ServerSide side() {
        return connection.side();
    }

    /** Compresses the result at the end of the output, if configured; returns whether it did. */
    final boolean compress(MessageOutput out, int body) throws IOException {
        return connection.compression().compress(out, body, compressor);
    }

    @Override
    protected MessageInput decompress(MessageInput message) throws IOException {
        return compressor == NegotiatedCompression.OFF
                ? super.decompress(message)
                : decompressed(connection.compression().decompress(message, connection.memory()));
    }

    @Override
    public long callId() {
        return callId(id);
    }

    @Override
    public String protocol() {
        return TenstepProtocol.NAME;
    }
}
