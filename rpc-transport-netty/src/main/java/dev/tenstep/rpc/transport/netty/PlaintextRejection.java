package dev.tenstep.rpc.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sits in front of a server's TLS until the handshake is done. A client that speaks one of the port's protocols in
 * plaintext is told so in plaintext. A connection whose handshake failed is not closed at once: bytes that the client
 * sent meanwhile would reset it, and the client might never read why. Event loop only.
 */
final class PlaintextRejection extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(PlaintextRejection.class);
    private static final long LINGER_MILLIS = 500;
    private static final String WHY =
            "the server speaks TLS, and the client does not (expected: rpc.tls=on for the client)";

    private final ServerProtocols protocols;
    private boolean begun;
    private boolean lingering;
    private boolean closing;

    PlaintextRejection(ServerProtocols protocols) {
        this.protocols = protocols;
    }

    /** Drops all further input, and delays closing. */
    void linger() {
        lingering = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (!begun && !lingering && bytes.isReadable()) {
            begun = true;
            ByteBuf rejection = protocols.rejection(bytes, ctx.alloc(), WHY);
            if (rejection != null) {
                LOG.debug("{}: closing: {}", ctx.channel(), WHY);
                lingering = true;
                ctx.writeAndFlush(rejection).addListener(written -> close(ctx, ctx.newPromise()));
            }
        }
        if (lingering) {
            bytes.release();
        } else {
            ctx.fireChannelRead(bytes);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (closing) {
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
            return;
        }
        if (!lingering || !(ctx.channel() instanceof DuplexChannel duplex)) {
            ctx.close(promise);
            return;
        }
        closing = true;
        duplex.shutdownOutput();
        ctx.channel().config().setAutoRead(true);
        ctx.executor().schedule(() -> ctx.close(promise), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }
}
