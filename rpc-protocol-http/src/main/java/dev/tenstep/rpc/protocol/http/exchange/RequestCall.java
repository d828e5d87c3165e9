package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.transport.netty.connection.ConnectionCall;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A call on its server that came by HTTP. */
class RequestCall extends ConnectionCall {
    private final CallRequest request;
    private final @Nullable Compressor compressor;

    /**
     * Makes one.
     *
     * @param compressor decompresses the message; null if it is not compressed
     */
    RequestCall(CallRequest request, MessageInput message, @Nullable Compressor compressor) {
        super(
                request.route().method(),
                message,
                request.route().metadata(),
                request.deadlineNanos(),
                request.route().traced());
        this.request = request;
        this.compressor = compressor;
    }

    @Override
    protected final ServerSide side() {
        return request.stream().side();
    }

    @Override
    protected void send(Reply reply) {
        request.send(this, reply);
    }

    @Override
    protected void sendFailure(RpcException failure) {
        request.fail(this, request.failed(this, failure));
    }

    @Override
    protected void sendRefusal(Refusal refusal) {
        request.fail(this, request.route().refused(refusal, request.maxMetadata()));
    }

    @Override
    protected MessageInput decompress(MessageInput message) throws IOException {
        return compressor == null
                ? super.decompress(message)
                : decompressed(MessageCompression.decompress(
                        compressor,
                        message,
                        side().context().settings().maxMessage(),
                        side().context().memory()));
    }

    @Override
    public long callId() {
        return callId(request.stream().id());
    }

    @Override
    public String protocol() {
        return request.route().protocol();
    }
}
