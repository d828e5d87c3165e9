package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ClientSetup;
import dev.tenstep.rpc.kernel.ConnectivityState;
import dev.tenstep.rpc.kernel.KernelSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's kernel for one endpoint: keeps one connection, and reconnects when it is lost. {@link #exchange} is for
 * any thread; all state except the current connection belongs to the event loop.
 *
 * <p>Longer than other files: the connection, its making, and the calls that wait for it are one state.
 */
final class NettyClientKernel implements ClientKernel, ConnectionOwner {
    private static final Logger LOG = LoggerFactory.getLogger(NettyClientKernel.class);

    private final String endpoint;
    private final String authority;
    private final KernelSettings settings;
    private final ClientSetup setup;
    private final @Nullable Tls tls;
    private final Transport transport;
    private final Dialer dialer;
    private final EventLoopGroup group;
    private final EventLoop loop;
    private final ClientProtocol protocol;
    private final MemoryBudget budget;
    private final Backoff backoff = new Backoff();
    private final ChannelGroup channels;
    private volatile @Nullable ClientConnection current;
    /** The state while there is no current connection. */
    private volatile ConnectivityState unconnected = ConnectivityState.IDLE;

    private volatile boolean connectAsked;
    private volatile Runnable stateListener = () -> {};
    private volatile boolean closed;

    private final UnsentCalls waiting;
    private final Set<ClientConnection> open = new HashSet<>();
    private final DeadlineSweep sweep;
    private boolean connecting;
    private boolean draining;
    /** The connection that is being established, once it has a channel. */
    private @Nullable ClientConnection dialled;

    private boolean connectedBefore;
    private boolean retryPosted;
    private @Nullable Throwable lastFailure;

    /**
     * Makes a kernel that is not connected yet.
     *
     * @throws IllegalArgumentException if a TLS file is invalid, or the protocol is missing
     */
    NettyClientKernel(String endpoint, ClientSetup setup) {
        this.endpoint = endpoint;
        this.settings = setup.settings();
        this.protocol = ServerProtocols.ofClient(setup.protocol());
        this.authority = Endpoint.authority(endpoint, setup.authority());
        this.waiting = new UnsentCalls(endpoint, settings.maxUnwritten());
        this.budget = new MemoryBudget(settings.maxHeld());
        this.setup = setup;
        this.transport = Transport.of(settings.transport());
        SocketAddress address = transport.toConnect(endpoint);
        this.tls = setup.tls() == null
                ? null
                : Tls.client(setup.tls(), Endpoint.named(address, setup.authority()), protocol.alpn(setup.config()));
        this.group = transport.eventLoops(1, "rpc-client", true, this::loopEnded);
        this.loop = group.next();
        this.sweep = new DeadlineSweep(loop, Deadlines.SWEEP_MILLIS, this::sweep);
        this.channels = new DefaultChannelGroup(loop, true);
        this.dialer = new Dialer(bootstrap(transport), loop, address, InetAddress::getAllByName);
    }

    @Override
    public String authority() {
        return authority;
    }

    @Override
    public boolean encrypted() {
        return tls != null;
    }

    @Override
    public KernelSettings settings() {
        return settings;
    }

    @Override
    public Compression compression() {
        return setup.compression();
    }

    @Override
    public ConfigReader config() {
        return setup.config();
    }

    private Bootstrap bootstrap(Transport transport) {
        boolean unix = Endpoint.isUnix(endpoint);
        long timeout = Math.max(1, settings.connectTimeout().toMillis()); // 0 would be no limit at all
        Bootstrap bootstrap = new Bootstrap()
                .channel(transport.channel(unix))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, timeout))
                .option(ChannelOption.RECVBUF_ALLOCATOR, Transport.reads())
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(settings.maxUnwritten() / 2, settings.maxUnwritten()))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        opened(channel);
                    }
                });
        return unix ? bootstrap : bootstrap.option(ChannelOption.TCP_NODELAY, true);
    }

    private void opened(Channel channel) {
        channels.add(channel);
        if (tls == null) {
            open(channel);
        } else {
            channel.pipeline()
                    .addLast(tls.handler(channel.alloc(), settings.helloTimeout()), new ClientHandshake(this));
        }
    }

    /** Lets the protocol take over a channel. */
    ClientConnection open(Channel channel) {
        ClientConnection connection = protocol.open(channel, this);
        dialled = connection;
        return connection;
    }

    /**
     * Returns READY only if the peer has said hello: a peer that accepts connections and then is silent gets no calls
     * from others.
     */
    @Override
    public ConnectivityState state() {
        ClientConnection connection = current;
        if (connection == null) {
            return unconnected;
        }
        return connection.ready() ? ConnectivityState.READY : ConnectivityState.CONNECTING;
    }

    @Override
    public void onStateChange(Runnable listener) {
        stateListener = listener;
    }

    private void unconnected(ConnectivityState state) {
        unconnected = state;
        stateListener.run();
    }

    @Override
    public void readyChanged() {
        stateListener.run();
    }

    @Override
    public void connect() {
        if (connectAsked) {
            return;
        }
        connectAsked = true;
        inLoop(() -> {
            connectAsked = false;
            if (current == null && !connecting && !closed && !draining) {
                connectOrWait();
            }
        });
    }

    private void connectOrWait() {
        if (backoff.elapsed()) {
            connectNow();
            return;
        }
        backoff.calledFor();
        retryLater();
        if (unconnected != ConnectivityState.TRANSIENT_FAILURE) {
            unconnected(ConnectivityState.TRANSIENT_FAILURE);
        }
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        if (call.waitsInThisThread() && loop.inEventLoop()) {
            ClientKernel.deliverFailure(
                    call,
                    replyTo,
                    RpcException.notStarted(
                            StatusCode.FAILED_PRECONDITION,
                            call.method().displayName()
                                    + " blocks, and was called in the event loop that would deliver its reply"
                                    + " (expected: an async method, or a thread of your own)",
                            null));
            return;
        }
        carry(call, replyTo);
    }

    /** Sends the call over the current connection, or keeps it until there is one. Any thread. */
    @Override
    public void carry(Call call, ReplyTo replyTo) {
        ClientConnection connection = current;
        if (connection != null && connection.send(call, replyTo)) {
            return;
        }
        if (!closed && !encode(call, replyTo)) {
            return;
        }
        if (!inLoop(() -> enqueueOrFail(call, replyTo))) {
            ClientKernel.deliverFailure(call, replyTo, unavailable("the client is closed", null));
        }
    }

    /**
     * Encodes the parameters of a call that has to wait, in its caller's thread; returns false if that ended the call.
     */
    private boolean encode(Call call, ReplyTo replyTo) {
        try {
            ClientKernel.encodeArguments(call, settings.maxMessage());
            return true;
        } catch (RpcException e) {
            ClientKernel.deliverFailure(call, replyTo, e);
            return false;
        }
    }

    private boolean inLoop(Runnable task) {
        try {
            if (!closed) {
                loop.execute(task);
                return true;
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: closed meanwhile", endpoint, e);
        }
        return false;
    }

    private void enqueueOrFail(Call call, ReplyTo replyTo) {
        try {
            enqueue(call, replyTo);
        } catch (RuntimeException | Error e) {
            String text = endpoint + ": " + call + " could not be sent: " + e;
            ClientKernel.deliverFailure(call, replyTo, new RpcException(StatusCode.INTERNAL, text, e));
        }
    }

    /** Keeps the call until there is a connection, or fails it. */
    private void enqueue(Call call, ReplyTo replyTo) {
        ClientConnection connection = current;
        if (closed || draining) {
            String why = closed ? "the client is closed" : "it is no longer an endpoint";
            ClientKernel.deliverFailure(call, replyTo, unavailable(why, null));
        } else if (connection == null || !connection.send(call, replyTo)) {
            boolean wait = connecting || call.waitForReady() || backoff.elapsed();
            if (!wait) {
                connectOrWait();
                ClientKernel.deliverFailure(call, replyTo, unreachable());
                return;
            }
            int length = ClientKernel.encodeArguments(call, settings.maxMessage());
            RpcException full = waiting.add(call, replyTo, length);
            if (full != null) {
                ClientKernel.deliverFailure(call, replyTo, full);
                return;
            }
            sweep.watch(call.deadlineNanos());
            if (!connecting) {
                connectOrWait();
            }
        }
    }

    private RpcException unreachable() {
        Throwable failure = lastFailure;
        return unavailable("no connection: " + (failure == null ? "not yet tried" : reason(failure)), failure);
    }

    private static String reason(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "the host name does not resolve: " + failure.getMessage();
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private RpcException unavailable(String why, @Nullable Throwable cause) {
        return RpcException.notStarted(StatusCode.UNAVAILABLE, endpoint + ": " + why, cause);
    }

    /** Returns the failure of a call whose connection was lost. */
    @Override
    public RpcException lost(String why, boolean notStarted) {
        return notStarted
                ? unavailable(why, null)
                : new RpcException(
                        StatusCode.UNAVAILABLE, endpoint + ": " + why + "; the call may or may not have been executed");
    }

    @Override
    public MemoryBudget budget() {
        return budget;
    }

    private void connectNow() {
        if (closed || draining) {
            return;
        }
        connecting = true;
        backoff.trying();
        unconnected(ConnectivityState.CONNECTING);
        dialer.dial(this::failed);
    }

    /** Puts a new connection to use. The peer has not said hello yet, but calls go out all the same. */
    @Override
    public void connected(ClientConnection connection) {
        connecting = false;
        dialled = null;
        if (closed || draining) {
            connection.close("the client was closed");
            return;
        }
        if (!connectedBefore) {
            connectedBefore = true;
            LOG.debug(
                    "{}: the first connection, by {} over {}, {}",
                    endpoint,
                    protocol.name(),
                    transport,
                    tls == null ? "no TLS" : "TLS");
        }
        current = connection;
        stateListener.run();
        open.add(connection);
        waiting.sendAll(this::carry);
    }

    /**
     * Retires the connection. The next call makes another one, at once if this one was of use.
     *
     * @param why the reason for callers that find no connection
     */
    @Override
    public void leaving(ClientConnection connection, String why) {
        if (connection == current) {
            current = null;
            lastFailure = new IOException(why);
            if (connection.ofUse()) {
                backoff.succeeded();
            } else {
                backoff.givenUp();
            }
            unconnected(ConnectivityState.IDLE);
        }
    }

    @Override
    public void closed(ClientConnection connection, String why) {
        open.remove(connection);
        if (draining && !closed && open.isEmpty()) {
            closeNow();
        }
        if (connection == current) {
            current = null;
            if (connection.ofUse()) {
                backoff.succeeded();
            }
            failed(new IOException(why));
        } else if (connection == dialled) {
            failed(new IOException(why));
        }
    }

    /** Notes a failure to connect or the loss of the connection, and schedules a retry. */
    void failed(Throwable why) {
        connecting = false;
        dialled = null;
        lastFailure = why;
        backoff.failed();
        LOG.debug("{}: {}", endpoint, why.getMessage());
        waiting.fail(unreachable(), closed || draining);
        if (!waiting.isEmpty()) {
            backoff.calledFor();
        }
        retryLater();
        unconnected(ConnectivityState.TRANSIENT_FAILURE);
    }

    private void retryLater() {
        if (!retryPosted && !closed && !draining && !connecting && current == null) {
            loop.schedule(
                    this::retry,
                    Math.min(backoff.remainingMillis(), Backoff.LONGEST_CALLED_FOR_MILLIS),
                    TimeUnit.MILLISECONDS);
            retryPosted = true;
        }
    }

    private void retry() {
        retryPosted = false;
        if (current == null && !connecting && !closed) {
            if (backoff.elapsed()) {
                connectNow();
            } else {
                retryLater();
            }
        }
    }

    private void sweep(long now) {
        waiting.sweep(now, sweep);
    }

    @Override
    public CompletionStage<Void> drain() {
        inLoop(this::drainNow);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        group.terminationFuture().addListener(done -> ended.complete(null));
        return ended;
    }

    private void drainNow() {
        draining = true;
        current = null;
        unconnected(ConnectivityState.TRANSIENT_FAILURE);
        failed(new IOException("it is no longer an endpoint"));
        List.copyOf(open).forEach(ClientConnection::drain);
        if (open.isEmpty()) {
            closeNow();
        }
    }

    @Override
    public void close() {
        if (!inLoop(this::closeNow)) {
            return;
        }
        if (!loop.inEventLoop()) {
            group.terminationFuture().awaitUninterruptibly(2, TimeUnit.SECONDS);
        }
    }

    private void closeNow() {
        closed = true;
        unconnected(ConnectivityState.TRANSIENT_FAILURE);
        dialer.close();
        List.copyOf(open).forEach(connection -> connection.close("the client was closed"));
        waiting.fail(unavailable("the client was closed", null), true);
        // Some transports close a channel asynchronously, and never once the event loop has terminated.
        channels.close().addListener(closed -> endLoop());
        loop.schedule(this::endLoop, 1, TimeUnit.SECONDS);
    }

    /** Closes the client, since its event loop does nothing but fail and no call would ever be answered. */
    private void loopEnded() {
        LOG.error("{}: closing the client, because its event loop has terminated", endpoint);
        closeNow();
    }

    private void endLoop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
