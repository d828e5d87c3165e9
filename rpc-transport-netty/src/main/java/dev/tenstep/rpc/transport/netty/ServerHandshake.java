package dev.tenstep.rpc.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sits between TLS and a server's connection: keeps the client's certificate, and logs why a handshake failed. Event
 * loop only; the certificate is set before the first call is read, and so is visible to every thread that serves one.
 */
final class ServerHandshake extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerHandshake.class);

    private final SslHandler tls;
    private final PlaintextRejection rejection;
    private @Nullable X509Certificate certificate;
    private boolean done;

    ServerHandshake(SslHandler tls, PlaintextRejection rejection) {
        this.tls = tls;
        this.rejection = rejection;
    }

    /** The client's certificate; null if it was not asked for one. */
    @Nullable
    X509Certificate certificate() {
        return certificate;
    }

    /** The ALPN name that the handshake agreed on; null if none. */
    @Nullable
    String alpn() {
        return tls.applicationProtocol();
    }

    /** Shuts down the output, in TLS and below. */
    void endOutput(Channel channel) {
        tls.closeOutbound().addListener(written -> {
            if (channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                done = true;
                certificate = clientCertificate();
                ctx.pipeline().remove(rejection);
            } else if (!done) {
                done = true;
                LOG.debug("{}: closing: {}", ctx.channel(), TlsFailure.ofClient(handshake.cause()));
                rejection.linger();
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private @Nullable X509Certificate clientCertificate() {
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** Passes on every failure except the handshake's own, after which TLS closes the channel by itself. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable caught) {
        SSLException failure = TlsFailure.in(caught);
        if (failure == null || tls.handshakeFuture().isSuccess()) {
            ctx.fireExceptionCaught(failure == null ? caught : failure);
        }
    }
}
