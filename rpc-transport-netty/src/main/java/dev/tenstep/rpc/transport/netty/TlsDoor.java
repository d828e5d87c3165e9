package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.FramedConnection.Farewell;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before a server's TLS until the handshake is done. A client that speaks Tenstep in the clear is told, in the clear,
 * what it lacks. A connection whose handshake failed is not closed at once: what the client sent meanwhile would reset it,
 * and the client might never read why. Event loop only.
 */
final class TlsDoor extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TlsDoor.class);
    private static final long LINGER_MILLIS = 500;
    private static final String WHY =
            "the server speaks TLS, and the client does not (expected: rpc.tls=on at the client)";

    private boolean begun;
    private boolean lingering;
    private boolean closing;

    /** From now on what comes is dropped, and closing takes a while. */
    void linger() {
        lingering = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (!begun && !lingering && bytes.isReadable()) {
            begun = true;
            if (bytes.getByte(bytes.readerIndex()) == Wire.PREFACE[0]) {
                refuse(ctx);
            }
        }
        if (lingering) {
            bytes.release();
        } else {
            ctx.fireChannelRead(bytes);
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        LOG.debug("{}: closing: {}", ctx.channel(), WHY);
        lingering = true;
        MessageOutput out = new MessageOutput(256);
        try {
            out.limit(Integer.MAX_VALUE);
            FieldWriter.bytes(out, Wire.PREFACE);
            FramedConnection.writeGoAway(out, Farewell.PROTOCOL_ERROR, WHY, Wire.FLAG_NOT_STARTED);
        } catch (IOException e) {
            throw new IllegalStateException("a frame of fields cannot be written", e);
        }
        ByteBuf bytes = ctx.alloc().buffer(out.position()).writeBytes(out.array(), 0, out.position());
        ctx.writeAndFlush(bytes).addListener(written -> close(ctx, ctx.newPromise()));
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
