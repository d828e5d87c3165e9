package dev.tenstep.rpc.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects the protocol of a server's new connection, by the ALPN name that TLS agreed on or else by its first bytes.
 * Then the protocol opens the connection, gets the bytes read so far, and this handler removes itself. Event loop only.
 */
final class ProtocolDetector extends ChannelInboundHandlerAdapter {
    /** The most bytes that are inspected. */
    static final int MOST_BYTES = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ProtocolDetector.class);

    private final ConnectionContext context;
    private final ServerProtocols protocols;
    private final NettyServerKernel kernel;
    private @Nullable ByteBuf held;
    private boolean done;

    ProtocolDetector(ConnectionContext context, ServerProtocols protocols, NettyServerKernel kernel) {
        this.context = context;
        this.protocols = protocols;
        this.kernel = kernel;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        kernel.active(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf read = (ByteBuf) message;
        if (done) {
            read.release();
            return;
        }
        ByteBuf first = read;
        if (held != null) {
            first = held.writeBytes(read);
            read.release();
            held = null;
        }
        boolean handedOver = false;
        try {
            handedOver = detect(ctx, first);
        } finally {
            if (!handedOver) {
                first.release();
            }
        }
    }

    /** Inspects the first bytes of the connection; returns true if it handed them over. */
    private boolean detect(ChannelHandlerContext ctx, ByteBuf first) {
        ServerProtocol protocol = protocols.named(context.alpn());
        if (protocol == null) {
            protocol = protocols.matching(first);
        }
        if (protocol != null) {
            done = true;
            context.opened(protocol.open(context, first));
            ctx.pipeline().remove(this);
            ctx.fireChannelRead(first);
            return true;
        }
        if (first.readableBytes() < MOST_BYTES && protocols.mayMatch(first)) {
            held = first.readableBytes() == 0
                    ? null
                    : ctx.alloc().buffer(MOST_BYTES).writeBytes(first);
            return false;
        }
        done = true;
        String why = "the peer speaks none of " + protocols.names() + ": " + ProtocolGuess.describe(first);
        LOG.debug("{}: closing: {}", ctx.channel(), why);
        ByteBuf rejection = ProtocolGuess.tls(first) ? protocols.rejection(ctx.alloc(), why) : null;
        if (rejection == null) {
            ctx.close();
        } else {
            ctx.writeAndFlush(rejection).addListener(written -> context.shutdownOutput());
        }
        return false;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        try {
            ctx.close();
        } finally {
            if (cause instanceof IOException) {
                LOG.debug("{}: closing: the connection failed: {}", ctx.channel(), cause.getMessage());
            } else {
                LOG.error("{}: closing after an unexpected failure", ctx.channel(), cause);
            }
        }
    }
}
