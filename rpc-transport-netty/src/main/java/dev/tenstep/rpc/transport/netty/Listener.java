package dev.tenstep.rpc.transport.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening socket of a server. Once a second it is checked, since out of memory some transports close it and Netty
 * may stop reading from it. It is then reopened at the same address, or read again, until that works. Safe for use by
 * many threads.
 */
final class Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final long CHECK_MILLIS = 1000;

    private final String endpoint;
    private final Transport transport;
    private final ServerBootstrap bootstrap;
    private final @Nullable SocketFile file;
    private final SocketAddress address;
    private final Future<?> watch;
    private volatile Channel channel;
    private volatile boolean closed;
    private volatile boolean reopening;
    private boolean unread;

    private Listener(String endpoint, Transport transport, ServerBootstrap bootstrap, EventLoopGroup group)
            throws IOException {
        this.endpoint = endpoint;
        this.transport = transport;
        this.bootstrap = bootstrap;
        Endpoint parsed = Endpoint.of(endpoint, true);
        this.file = Endpoint.isUnix(endpoint) ? SocketFile.of(endpoint) : null;
        this.channel = open(file == null ? parsed.resolved() : null);
        // Reopening has to keep a port that the system chose.
        this.address = channel.localAddress();
        this.watch =
                group.next().scheduleWithFixedDelay(this::check, CHECK_MILLIS, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Starts listening.
     *
     * @throws IOException if it cannot
     */
    static Listener open(String endpoint, Transport transport, ServerBootstrap bootstrap, EventLoopGroup group)
            throws IOException {
        return new Listener(endpoint, transport, bootstrap, group);
    }

    private Channel open(@Nullable SocketAddress inet) throws IOException {
        if (file == null) {
            return bind(inet);
        }
        file.check();
        Channel bound = bind(transport.unixAddress(file.bound().toString()));
        boolean moved = false;
        try {
            file.moveIn();
            moved = true;
        } finally {
            if (!moved) {
                bound.close().awaitUninterruptibly();
            }
        }
        return bound;
    }

    private Channel bind(@Nullable SocketAddress at) throws IOException {
        ChannelFuture bound = bootstrap.bind(at).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String reason = bound.cause().getMessage();
            throw new IOException(reason != null ? reason : bound.cause().toString(), bound.cause());
        }
        bound.channel().pipeline().addLast(new RefusedAccepts(LOG, endpoint));
        return bound.channel();
    }

    /** Returns the address that it listens on; null for a Unix socket. */
    @Nullable
    InetSocketAddress inetAddress() {
        return address instanceof InetSocketAddress inet ? inet : null;
    }

    Channel channel() {
        return channel;
    }

    /** Checks the socket. A failure for want of memory is retried at the next check. */
    private void check() {
        try {
            if (closed || reopening) {
                return;
            }
            if (!channel.isOpen()) {
                reopening = true;
                reopenSoon();
            } else if (channel.config().isAutoRead()) {
                unread = false;
            } else if (!unread) {
                // Netty usually resumes reading by itself a second later.
                unread = true;
            } else {
                channel.config().setAutoRead(true);
            }
        } catch (RuntimeException | Error e) {
            report("cannot be checked", e);
        }
    }

    private void reopenSoon() {
        boolean started = false;
        try {
            // Binding blocks until an event loop has run it.
            new Thread(this::reopen, "rpc-server-listen").start();
            started = true;
        } finally {
            reopening = started;
        }
    }

    private synchronized void reopen() {
        try {
            if (closed) {
                return;
            }
            channel = open(address);
            LOG.error("{}: the listening socket was closed by a failure, and is open again", endpoint);
        } catch (IOException | RuntimeException | Error e) {
            report("was closed by a failure, and cannot be opened yet", e);
        } finally {
            reopening = false;
        }
    }

    private void report(String what, Throwable cause) {
        try {
            LOG.error("{}: the listening socket {}", endpoint, what, cause);
        } catch (RuntimeException | Error e) {
            // There is no memory for the log line.
        }
    }

    /** Stops listening, and waits until it has. A socket that is just being opened again is closed with it. */
    synchronized void close() {
        closed = true;
        watch.cancel(false);
        try {
            if (file != null) {
                file.remove();
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be removed", endpoint, e);
        }
        channel.close().awaitUninterruptibly();
    }
}
