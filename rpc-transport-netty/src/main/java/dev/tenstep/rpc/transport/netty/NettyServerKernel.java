package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.TimeLimit;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.kernel.ServerSetup;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.server.Services;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's port: one listening socket and its connections, whatever protocols they speak. Safe for use by many
 * threads.
 */
final class NettyServerKernel implements ServerKernel {
    private static final Logger LOG = LoggerFactory.getLogger(NettyServerKernel.class);
    private static final String DRAINS = "the server is draining";
    /**
     * The most connections that may be told at a time that there are too many; further ones are closed without a word.
     */
    private static final int MOST_REFUSED = 256;

    private static final int BACKLOG = 1024;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final String endpoint;
    private final ServerSetup setup;
    private final ServerProtocols protocols;
    private final @Nullable Tls tls;
    private final Transport transport;
    private final EventLoopGroup group;
    private final MemoryBudget budget;
    private final ServerCalls.Refusals refusals = new ServerCalls.Refusals();
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Set<ConnectionContext> open = ConcurrentHashMap.newKeySet();
    /** The connections that are being told that there are too many. */
    private final AtomicInteger refused = new AtomicInteger();

    private final AtomicLong numbers = new AtomicLong();
    private final BacklogBarrier barrier = new BacklogBarrier();
    private final Map<String, Page> pages;
    private final Listener listener;
    private volatile boolean draining;

    /**
     * Starts listening.
     *
     * @throws IOException if it cannot
     * @throws IllegalArgumentException if a TLS file is invalid, or a protocol is missing
     */
    NettyServerKernel(String endpoint, ServerSetup setup) throws IOException {
        this.endpoint = endpoint;
        this.setup = setup;
        this.protocols = ServerProtocols.of(setup.protocols());
        this.pages = protocols.pages(setup.services());
        this.tls = setup.tls() == null ? null : Tls.server(setup.tls(), protocols.alpn());
        this.budget = new MemoryBudget(settings().maxHeld());
        this.transport = Transport.of(settings().transport());
        int threads = settings().eventLoops() > 0
                ? settings().eventLoops()
                : Runtime.getRuntime().availableProcessors();
        this.group = transport.eventLoops(threads, "rpc-server", false, this::loopEnded);
        try {
            this.listener = Listener.open(endpoint, transport, bootstrap(transport), group);
        } catch (IOException e) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw new IOException("cannot listen on " + endpoint + ": " + e.getMessage(), e);
        }
    }

    Services services() {
        return setup.services();
    }

    @Nullable
    Page page(String path) {
        return pages.get(path);
    }

    KernelSettings settings() {
        return setup.settings();
    }

    Compression compression() {
        return setup.compression();
    }

    ConfigReader config() {
        return setup.config();
    }

    private ServerBootstrap bootstrap(Transport transport) {
        boolean unix = Endpoint.isUnix(endpoint);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(transport.serverChannel(unix))
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, Transport.reads())
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(
                                settings().maxUnwritten() / 2, settings().maxUnwritten()))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted(channel);
                    }
                });
        if (!unix) {
            bootstrap
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true);
        }
        return bootstrap;
    }

    private void accepted(Channel channel) {
        if (barrier.isBarrier(channel)) {
            channel.close();
            return;
        }
        channels.add(channel);
        ConnectionContext context = new ConnectionContext(channel, numbers.incrementAndGet(), this, budget);
        if (tls != null) {
            PlaintextRejection rejection = new PlaintextRejection(protocols);
            SslHandler handler =
                    tls.handler(channel.alloc(), settings().helloTimeout().multipliedBy(2));
            ServerHandshake handshake = new ServerHandshake(handler, rejection);
            channel.pipeline().addLast(rejection, handler, handshake);
            context.encryptedBy(handshake);
        }
        channel.pipeline().addLast(new ProtocolDetector(context, protocols, this));
    }

    /** Registers a new connection, unless there are too many. */
    void active(ConnectionContext context) {
        if (open.size() >= settings().maxConnections()) {
            if (refused.incrementAndGet() > MOST_REFUSED) {
                refused.decrementAndGet();
                context.kill("too many connections; only some are told so");
                return;
            }
            context.channel().closeFuture().addListener(closed -> refused.decrementAndGet());
            context.refuse("the server has " + settings().maxConnections() + " connections, the most it accepts");
            return;
        }
        open.add(context);
        context.channel().closeFuture().addListener(closed -> open.remove(context));
        context.active();
        if (draining) {
            context.drain(DRAINS);
        } else if (settings().maxConnectionAge().compareTo(TimeLimit.LONGEST) < 0) {
            limitAge(context, settings().maxConnectionAge());
        }
    }

    /** Drains a connection that gets too old, each at another time, so that clients do not all come back at once. */
    private static void limitAge(ConnectionContext context, Duration age) {
        long nanos = (long) (age.toNanos() * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
        Future<?> end = context.channel()
                .eventLoop()
                .schedule(
                        () -> context.drain("the connection is older than " + Deadlines.text(age)),
                        nanos,
                        TimeUnit.NANOSECONDS);
        context.channel().closeFuture().addListener(closed -> end.cancel(false));
    }

    /** The bytes that are held on behalf of all connections. */
    MemoryBudget budget() {
        return budget;
    }

    /** Returns the logs of the limits that refuse calls, one for all connections. */
    ServerCalls.Refusals refusals() {
        return refusals;
    }

    /** Closes the server, since one of its event loops does nothing but fail and would never serve its connections. */
    private void loopEnded() {
        new Thread(
                        () -> {
                            LOG.error(
                                    "{}: closing the server, because one of its event loops has terminated", endpoint);
                            drain();
                            close(Duration.ZERO);
                        },
                        "rpc-server-close")
                .start();
    }

    @Override
    public String address() {
        InetSocketAddress inet = listener.inetAddress();
        if (inet != null) {
            String host = inet.getAddress().getHostAddress();
            String shown = inet.getAddress().isAnyLocalAddress() ? "127.0.0.1" : host;
            return (shown.indexOf(':') >= 0 ? "[" + shown + "]" : shown) + ":" + inet.getPort();
        }
        return endpoint;
    }

    @Override
    public String description() {
        return address() + " (" + transport + ", " + (tls == null ? "no TLS" : "TLS") + ", protocols "
                + protocols.names() + ")";
    }

    /** The listening socket. */
    Listener listener() {
        return listener;
    }

    @Override
    public void drain() {
        draining = true;
        drainBacklog();
        for (ConnectionContext connection : open) {
            inLoop(connection, () -> connection.drain(DRAINS));
        }
    }

    private static void inLoop(ConnectionContext connection, Runnable task) {
        try {
            connection.channel().eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: its event loop has ended", connection.channel());
        }
    }

    @Override
    public int close(Duration patience) {
        if (!draining) {
            drain();
        }
        long end = System.nanoTime() + patience.toNanos();
        while (!open.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        AtomicInteger unanswered = new AtomicInteger();
        for (ConnectionContext connection : open) {
            inLoop(connection, () -> unanswered.addAndGet(connection.kill("the server was closed")));
        }
        // Some transports close a channel asynchronously, and never once the event loop has terminated.
        channels.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        return unanswered.get();
    }

    @Override
    public boolean inOwnThread() {
        for (EventExecutor loop : group) {
            if (loop.inEventLoop()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Closes the listener once every client in the backlog is accepted, so that they are sent a go-away instead of a
     * reset. Then waits until the event loops have got round to them.
     */
    private void drainBacklog() {
        if (!listener.channel().isOpen()) {
            listener.close();
            return;
        }
        InetSocketAddress inet = listener.inetAddress();
        if (inet != null) {
            barrier.await(inet);
        }
        listener.close();
        group.forEach(NettyServerKernel::awaitTurn);
    }

    private static void awaitTurn(EventExecutor loop) {
        try {
            loop.submit(() -> {}).awaitUninterruptibly();
        } catch (RejectedExecutionException e) {
            LOG.debug("the server is closed already, by another thread");
        }
    }
}
