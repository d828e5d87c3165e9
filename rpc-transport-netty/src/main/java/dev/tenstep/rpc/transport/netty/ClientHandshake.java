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
 * Stands between TLS and a client's connection, which hears of a connection only when it is encrypted and the server is who
 * it should be; until then calls wait with the kernel, so that none has begun if that fails. Event loop only.
 */
final class ClientHandshake extends ChannelInboundHandlerAdapter {
    private final NettyClientKernel kernel;
    private @Nullable ClientConnection connection;
    private boolean connected;
    private boolean over;

    ClientHandshake(NettyClientKernel kernel) {
        this.kernel = kernel;
    }

    /** It stands before that connection; said before the channel is active. */
    void stand(ClientConnection guarded) {
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
            } else if (!over) {
                over = true;
                ctx.fireChannelActive();
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** A connection that was never made has failed already, with whoever tried to make it. */
    private void failed(ChannelHandlerContext ctx, Throwable why) {
        if (!over && (connected || ctx.channel().isActive())) {
            over = true;
            String text = TlsFailure.ofServer(why, patience());
            kernel.failed(TlsFailure.exception(text, why));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed(ctx, new ClosedChannelException());
        ctx.fireChannelInactive();
    }

    /**
     * In TLS 1.3 a server looks at the client's certificate when the client has begun to send. If it does not accept that, it
     * has read nothing of what was sent.
     */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable caught) {
        SSLException failure = TlsFailure.in(caught);
        if (failure == null) {
            failed(ctx, caught);
            ctx.fireExceptionCaught(caught);
        } else if (over) {
            requireNonNull(connection)
                    .broken(TlsFailure.ofServer(failure, patience()), TlsFailure.ofHandshake(failure));
        } else {
            failed(ctx, failure);
            ctx.close();
        }
    }

    /** How long the server may take until it says hello, for people to read. */
    private String patience() {
        return Deadlines.text(kernel.settings().helloTimeout());
    }
}
