package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.KernelSettings;
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
 * A server's connection as its protocol sees it, and what the port knows of both. A protocol may read the accessors in any thread;
 * everything else belongs to the event loop.
 */
public final class ConnectionContext {
    /** The most bytes that one read brings. */
    public static final int MOST_READ = Transport.MOST_READ;

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionContext.class);
    /** The time that a client has to say what it speaks, if the server is only to tell it that it takes no calls. */
    private static final long LAST_WORD_MILLIS = 1000;

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

    /** The channel; a protocol adds its handlers to the end of the pipeline, and closes it. */
    public Channel channel() {
        return channel;
    }

    /** The connection's number, unique in the server. */
    public long number() {
        return number;
    }

    /** The methods that calls are handed to. */
    public Services services() {
        return kernel.services();
    }

    /** Limits and times. */
    public KernelSettings settings() {
        return kernel.settings();
    }

    /** How messages are compressed. */
    public Compression compression() {
        return kernel.compression();
    }

    /** The settings of the process, for keys of the protocol's own. */
    public ConfigReader config() {
        return kernel.config();
    }

    /** The connection's share of the bytes that the server may hold on behalf of its clients. */
    public MemoryBudget.Share memory() {
        return memory;
    }

    /** The calls of the connection that are not answered. */
    public ServerCalls calls() {
        return calls;
    }

    /** The client's address, for people to read. */
    public String peer() {
        String address = String.valueOf(channel.remoteAddress());
        // The client's end of a Unix socket has no name.
        return address.isEmpty() ? kernel.address() : address;
    }

    /** The verified certificate that the client has shown; null without mutual TLS. */
    public @Nullable X509Certificate peerCertificate() {
        return tls == null ? null : tls.certificate();
    }

    /**
     * Notes that the client speaks the protocol. A connection of which that is not said within twice {@link
     * KernelSettings#helloTimeout()} is killed.
     */
    public void ready() {
        ScheduledFuture<?> waiting = hello;
        if (waiting != null) {
            hello = null;
            waiting.cancel(false);
        }
    }

    /**
     * Ends the outgoing half of the connection, in TLS and below, once everything is written; closes the channel where it has no
     * halves. What the client still sends is read and dropped, for a socket that is closed with unread bytes resets the
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

    /** The connection is encrypted; said before it is active. */
    void encryptedBy(ServerHandshake end) {
        tls = end;
    }

    /** The name that the TLS handshake agreed on; null if none. */
    @Nullable
    String alpn() {
        return tls == null ? null : tls.alpn();
    }

    /** The connection is made: the client is to say what it speaks. */
    void active() {
        hello = channel.eventLoop()
                .schedule(
                        () -> kill("no hello within "
                                + Deadlines.text(settings().helloTimeout().multipliedBy(2))),
                        2 * settings().helloTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> ready());
    }

    /** The client speaks a protocol, which has opened the connection. */
    void opened(ServerConnection opened) {
        connection = opened;
        if (refused != null) {
            opened.refuse(refused);
        } else if (draining != null) {
            opened.drain(draining);
        }
    }

    /** Tells the client that its connection is not taken, when it has said what it speaks. */
    void refuse(String why) {
        refused = why;
        lastWord(why);
    }

    /** Takes no more calls. */
    void drain(String why) {
        if (connection != null) {
            connection.drain(why);
        } else if (draining == null) {
            draining = why;
            lastWord(why);
        }
    }

    private void lastWord(String why) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            if (connection == null) {
                                kill(why);
                            }
                        },
                        LAST_WORD_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    /** Closes at once; returns how many calls were not answered. */
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
