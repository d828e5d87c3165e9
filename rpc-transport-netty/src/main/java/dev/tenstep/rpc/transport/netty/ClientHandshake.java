package dev.tenstep.rpc.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sits between TLS and a client's connection, which is made only once the channel is encrypted, the server is authenticated,
 * and the protocol is agreed on. Until then calls wait in the kernel, so that none has begun if the handshake fails. Event loop only.
 */
final class ClientHandshake extends ChannelInboundHandlerAdapter {
    private final NettyClientKernel kernel;
    private @Nullable ClientConnection connection;
    private boolean connected;
    private boolean done;

    ClientHandshake(NettyClientKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        connected = true;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                failed(ctx, handshake.cause());
            } else if (!done) {
                done = true;
                connection = kernel.open(ctx.channel());
                ctx.fireChannelActive();
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** Fails the connection. One that was never established has already been reported by the dialer. */
    private void failed(ChannelHandlerContext ctx, Throwable why) {
        if (!done && (connected || ctx.channel().isActive())) {
            done = true;
            String text = TlsFailure.ofServer(why, timeout());
            kernel.failed(TlsFailure.exception(text, why));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed(ctx, new ClosedChannelException());
        ctx.fireChannelInactive();
    }

    /**
     * Tells a refused handshake from a broken connection. In TLS 1.3 a server checks the client's certificate only
     * after the client has begun to send; if it rejects the certificate, it has read nothing of what was sent.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable caught) {
        SSLException failure = TlsFailure.in(caught);
        ClientConnection made = connection;
        if (made == null) {
            failed(ctx, failure == null ? caught : failure);
            ctx.close();
        } else if (failure == null) {
            ctx.fireExceptionCaught(caught);
        } else {
            made.broken(TlsFailure.ofServer(failure, timeout()), TlsFailure.ofHandshake(failure));
        }
    }

    /** Returns the handshake timeout for display. */
    private String timeout() {
        return Deadlines.text(kernel.settings().helloTimeout());
    }
}
