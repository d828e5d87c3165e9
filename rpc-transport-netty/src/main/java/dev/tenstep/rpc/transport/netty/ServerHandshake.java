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
 * Stands between TLS and a server's connection: keeps the client's certificate, and says in the log why a handshake failed.
 * Event loop only; the certificate is there before the first call is read, and so for every thread that serves one.
 */
final class ServerHandshake extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ServerHandshake.class);

    private final SslHandler tls;
    private final PlaintextRejection door;
    private @Nullable X509Certificate certificate;
    private boolean over;

    ServerHandshake(SslHandler tls, PlaintextRejection door) {
        this.tls = tls;
        this.door = door;
    }

    /** The client's certificate; null if it was not asked for one. */
    @Nullable
    X509Certificate certificate() {
        return certificate;
    }

    /** The name of the protocol that the handshake agreed on; null if none. */
    @Nullable
    String alpn() {
        return tls.applicationProtocol();
    }

    /** Ends the outgoing half, in TLS and below it. */
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
                over = true;
                certificate = shown();
                ctx.pipeline().remove(door);
            } else if (!over) {
                over = true;
                LOG.debug("{}: closing: {}", ctx.channel(), TlsFailure.ofClient(handshake.cause()));
                door.linger();
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            ctx.close();
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    private @Nullable X509Certificate shown() {
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate first ? first : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** What was no handshake's failure is the connection's; TLS closes by itself after the others. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable caught) {
        SSLException failure = TlsFailure.in(caught);
        if (failure == null || tls.handshakeFuture().isSuccess()) {
            ctx.fireExceptionCaught(failure == null ? caught : failure);
        }
    }
}
