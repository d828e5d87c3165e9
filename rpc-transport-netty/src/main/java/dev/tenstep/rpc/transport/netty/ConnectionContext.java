package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.server.Services;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's connection as its protocol sees it, with the state of the port around it. A protocol may call the
 * accessors in any thread; everything else belongs to the event loop.
 */
public final class ConnectionContext {
    /** The most bytes that one read delivers. */
    public static final int MOST_READ = Transport.MOST_READ;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionContext.class);
    /**
     * The time that a client has to identify its protocol when the server only wants to tell it that it takes no calls.
     */
    private static final long IDENTIFY_MILLIS = 1000;

    private final Channel channel;
    private final long number;
    private final NettyServerKernel kernel;
    private final MemoryBudget.Share memory;
    private final ServerCalls calls;
    private @Nullable ServerHandshake tls;
    private @Nullable ServerConnection connection;
    private @Nullable ScheduledFuture<?> hello;
    private @Nullable String draining;
    private @Nullable String refused;

    ConnectionContext(Channel channel, long number, NettyServerKernel kernel, MemoryBudget budget) {
        this.channel = channel;
        this.number = number;
        this.kernel = kernel;
        this.memory = budget.share(kernel.settings().maxUndecoded());
        this.calls = new ServerCalls(this);
    }

    /** The channel. A protocol adds its handlers to the end of the pipeline, and closes the channel. */
    public Channel channel() {
        return channel;
    }

    /** The connection's number, unique in the server. */
    public long number() {
        return number;
    }

    /** The services that calls are dispatched to. */
    public Services services() {
        return kernel.services();
    }

    /** Returns the page of a path, the server's or a protocol's; null if there is none. */
    public @Nullable Page page(String path) {
        return kernel.page(path);
    }

    /** The limits and timeouts. */
    public KernelSettings settings() {
        return kernel.settings();
    }

    /** The compression settings. */
    public Compression compression() {
        return kernel.compression();
    }

    /** The process's configuration, for keys of the protocol's own. */
    public ConfigReader config() {
        return kernel.config();
    }

    /** The connection's share of the bytes that the server may hold on behalf of its clients. */
    public MemoryBudget.Share memory() {
        return memory;
    }

    /** The connection's calls in flight. */
    public ServerCalls calls() {
        return calls;
    }

    /** The client's address for display. */
    public String peer() {
        String address = String.valueOf(channel.remoteAddress());
        // A client's Unix socket has no name.
        return address.isEmpty() ? kernel.address() : address;
    }

    /** The client's verified certificate; null without mutual TLS. */
    public @Nullable X509Certificate peerCertificate() {
        return tls == null ? null : tls.certificate();
    }

    /**
     * Notes that the client speaks the protocol. A connection that does not get here within twice
     * {@link KernelSettings#helloTimeout()} is killed.
     */
    public void ready() {
        ScheduledFuture<?> waiting = hello;
        if (waiting != null) {
            hello = null;
            waiting.cancel(false);
        }
    }

    /**
     * Shuts down the connection's output, in TLS and below, once everything is written; closes a channel that cannot be
     * half-closed. Input from the client is still read and dropped: closing a socket with unread bytes resets the
     * connection, and the client might never read why.
     */
    public void shutdownOutput() {
        if (tls != null) {
            tls.endOutput(channel);
            channel.config().setAutoRead(true);
        } else if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
            channel.config().setAutoRead(true);
        } else {
            channel.close();
        }
    }

    /** Returns the logs of the limits that refuse calls, one for all connections. */
    ServerCalls.Refusals refusals() {
        return kernel.refusals();
    }

    /** Sets the TLS handshake of an encrypted connection; called before the channel is active. */
    void encryptedBy(ServerHandshake handshake) {
        tls = handshake;
    }

    /** The ALPN name that the handshake agreed on; null if none. */
    public @Nullable String alpn() {
        return tls == null ? null : tls.alpn();
    }

    /** Starts the hello timeout of a new connection. */
    void active() {
        hello = channel.eventLoop()
                .schedule(
                        () -> kill("no hello within "
                                + Deadlines.text(settings().helloTimeout().multipliedBy(2))),
                        2 * settings().helloTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> ready());
    }

    /** Sets the connection that the detected protocol has opened. */
    void opened(ServerConnection opened) {
        connection = opened;
        if (refused != null) {
            opened.refuse(refused);
        } else if (draining != null) {
            opened.drain(draining);
        }
    }

    /** Rejects the connection, as soon as the client has identified its protocol. */
    void refuse(String why) {
        refused = why;
        closeUnlessOpened(why);
    }

    /** Stops taking calls. */
    void drain(String why) {
        if (connection != null) {
            connection.drain(why);
        } else if (draining == null) {
            draining = why;
            closeUnlessOpened(why);
        }
    }

    private void closeUnlessOpened(String why) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (connection == null) {
                                kill(why);
                            }
                        },
                        IDENTIFY_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Closes at once and returns the number of unanswered calls. */
    int kill(String why) {
        int unanswered = calls.inFlight();
        if (connection != null) {
            connection.kill(why);
        } else {
            LOG.debug("{}: closing: {}", channel, why);
            channel.close();
        }
        return unanswered;
    }
}
