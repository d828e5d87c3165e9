package dev.tenstep.rpc.transport.netty;

import static java.util.Objects.requireNonNull;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sits between TLS and a client's connection, which is activated only once it is encrypted and the server is
 * authenticated. Until then calls wait in the kernel, so that none has begun if the handshake fails. Event loop only.
 */
final class ClientHandshake extends ChannelInboundHandlerAdapter {
    private final NettyClientKernel kernel;
    private @Nullable ClientConnection connection;
    private boolean connected;
    private boolean done;

    ClientHandshake(NettyClientKernel kernel) {
        this.kernel = kernel;
    }

    /** Sets the connection to activate; called before the channel is active. */
    void guard(ClientConnection guarded) {
        connection = guarded;
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
        if (failure == null) {
            failed(ctx, caught);
            ctx.fireExceptionCaught(caught);
        } else if (done) {
            requireNonNull(connection).broken(TlsFailure.ofServer(failure, timeout()), TlsFailure.ofHandshake(failure));
        } else {
            failed(ctx, failure);
            ctx.close();
        }
    }

    /** Returns the handshake timeout for display. */
    private String timeout() {
        return Deadlines.text(kernel.settings().helloTimeout());
    }
}
