package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.kernel.TlsOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts the connections of a client or a server with TLS 1.3 or 1.2, by OpenSSL where netty-tcnative is on the class
 * path, else by the JDK. When a connection is made, at most once a second, it checks whether the files have changed and
 * if so reads them again. That takes some milliseconds of one event loop; the others keep using the old context.
 * Existing connections keep theirs. Loaded only if TLS is enabled: without it nothing needs netty-handler.
 *
 * <p>Threads: any. The context is volatile; the stamps of the files it was made from are guarded by the lock.
 */
final class Tls {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CLOSE_NOTIFY_MILLIS = 500;
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final TlsFiles files;
    private final boolean server;
    private final @Nullable InetSocketAddress peer;
    private final List<String> alpn;
    private final LongSupplier clock;
    private final ReentrantLock reading = new ReentrantLock();
    private List<TlsFiles.Stamp> stamps;
    private volatile long checkedNanos;
    private volatile SslContext context;

    private Tls(
            TlsFiles files, boolean server, @Nullable InetSocketAddress peer, List<String> alpn, LongSupplier clock) {
        this.alpn = alpn;
        this.files = files;
        this.server = server;
        this.peer = peer;
        this.clock = clock;
        this.checkedNanos = clock.getAsLong();
        this.stamps = files.stamps();
        this.context = build(files.read());
    }

    /**
     * Sets up TLS for a server.
     *
     * @param alpn the names of the protocols that it speaks, in order of preference
     * @throws IllegalArgumentException if a file is invalid
     */
    static Tls server(TlsOptions options, List<String> alpn) {
        return server(options, alpn, System::nanoTime);
    }

    /** Sets up TLS for a server, with a clock in nanoseconds. */
    static Tls server(TlsOptions options, List<String> alpn, LongSupplier clock) {
        return new Tls(TlsFiles.ofServer(options), true, null, alpn, clock);
    }

    /**
     * Sets up TLS for a client.
     *
     * @param endpoint the target, whose host has to be in the server's certificate; a path is not verified
     * @throws IllegalArgumentException if a file is invalid
     */
    static Tls client(TlsOptions options, SocketAddress endpoint, List<String> alpn) {
        return new Tls(
                TlsFiles.ofClient(options),
                false,
                endpoint instanceof InetSocketAddress inet ? inet : null,
                alpn,
                System::nanoTime);
    }

    /** Makes the handler that encrypts one connection. */
    SslHandler handler(ByteBufAllocator allocator, Duration handshakeTimeout) {
        reloadIfChanged();
        SslContext now = context;
        SslHandler handler = peer == null
                ? now.newHandler(allocator)
                : now.newHandler(allocator, peer.getHostString(), peer.getPort());
        handler.setHandshakeTimeoutMillis(handshakeTimeout.toMillis());
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return handler;
    }

    private void reloadIfChanged() {
        if (clock.getAsLong() - checkedNanos < CHECK_NANOS || !reading.tryLock()) {
            return;
        }
        try {
            checkedNanos = clock.getAsLong();
            List<TlsFiles.Stamp> found = files.stamps();
            if (!found.equals(stamps)) {
                stamps = found;
                context = build(files.read());
                LOG.info("TLS: the files have changed, and are used for new connections");
            }
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "TLS: the files have changed and cannot be used; the previous contents stay in use: {}",
                    e.getMessage());
        } finally {
            reading.unlock();
        }
    }

    private SslContext build(TlsFiles.Content content) {
        try {
            SslContextBuilder builder = server
                    ? SslContextBuilder.forServer(content.key(), content.chain())
                            .clientAuth(content.authorities().isEmpty() ? ClientAuth.NONE : ClientAuth.REQUIRE)
                    : client(content);
            if (!content.authorities().isEmpty()) {
                builder.trustManager(content.authorities());
            }
            return builder.sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols(VERSIONS)
                    .applicationProtocolConfig(Alpn.config(alpn))
                    .build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private SslContextBuilder client(TlsFiles.Content content) {
        SslContextBuilder builder =
                SslContextBuilder.forClient().endpointIdentificationAlgorithm(peer == null ? null : "HTTPS");
        return content.key() == null ? builder : builder.keyManager(content.key(), content.chain());
    }
}
