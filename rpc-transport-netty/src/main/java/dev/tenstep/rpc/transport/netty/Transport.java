package dev.tenstep.rpc.transport.netty;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDomainSocketChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerDomainSocketChannel;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Locale;

/** The implementations of the network: epoll where it is available, NIO elsewhere, io_uring if configured. */
enum Transport {
    EPOLL,
    NIO,
    IO_URING;

    /** The most bytes that one read takes. */
    static final int MOST_READ = 512 << 10;

    private static final int FIRST_READ = 64 << 10;

    /** Sizes reads adaptively: larger while reads are full, so that long messages take few of them. */
    static RecvByteBufAllocator reads() {
        return new AdaptiveRecvByteBufAllocator(FIRST_READ, FIRST_READ, MOST_READ);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the transport that a setting names. */
    static Transport of(String name) {
        return switch (name) {
            case "auto" -> epoll() ? EPOLL : NIO;
            case "nio" -> NIO;
            case "epoll" -> require(EPOLL, epoll(), "netty-transport-native-epoll with its native jar, on Linux");
            case "io_uring" ->
                require(
                        IO_URING,
                        uring(),
                        "netty-transport-native-io_uring with its native jar, on Linux 5.9 or later");
            default ->
                throw new IllegalArgumentException(
                        "transport: " + name + " (expected one of: auto, epoll, nio, io_uring)");
        };
    }

    private static Transport require(Transport transport, boolean available, String what) {
        if (!available) {
            throw new IllegalArgumentException(
                    "transport: " + transport + " is not available (expected: " + what + ")");
        }
        return transport;
    }

    /** Returns false also if an application left the artifact out. */
    private static boolean epoll() {
        try {
            return Epoll.isAvailable();
        } catch (LinkageError e) {
            return false;
        }
    }

    private static boolean uring() {
        try {
            return IoUring.isAvailable();
        } catch (LinkageError e) {
            return false;
        }
    }

    /**
     * Makes that many event loops.
     *
     * @param daemon whether the JVM may end while they run
     * @param ended runs in the thread of a loop that does nothing but fail, before it terminates
     */
    EventLoopGroup eventLoops(int threads, String name, boolean daemon, Runnable ended) {
        IoHandlerFactory factory =
                switch (this) {
                    case EPOLL -> EpollIoHandler.newFactory();
                    case NIO -> NioIoHandler.newFactory();
                    case IO_URING -> IoUringIoHandler.newFactory();
                };
        return new EventLoops(threads, new DefaultThreadFactory(name, daemon), factory, EventLoops.PATIENCE, ended);
    }

    Class<? extends Channel> channel(boolean unix) {
        return switch (this) {
            case EPOLL -> unix ? EpollDomainSocketChannel.class : EpollSocketChannel.class;
            case NIO -> unix ? NioDomainSocketChannel.class : NioSocketChannel.class;
            case IO_URING -> unix ? IoUringDomainSocketChannel.class : IoUringSocketChannel.class;
        };
    }

    Class<? extends ServerChannel> serverChannel(boolean unix) {
        return switch (this) {
            case EPOLL -> unix ? EpollServerDomainSocketChannel.class : EpollServerSocketChannel.class;
            case NIO -> unix ? NioServerDomainSocketChannel.class : NioServerSocketChannel.class;
            case IO_URING -> unix ? IoUringServerDomainSocketChannel.class : IoUringServerSocketChannel.class;
        };
    }

    /** Returns a path as an address of this transport. */
    SocketAddress unixAddress(String path) {
        return this == NIO ? UnixDomainSocketAddress.of(path) : new DomainSocketAddress(path);
    }

    /**
     * Returns the address of a client's endpoint, its host name unresolved.
     *
     * @throws IllegalArgumentException if the endpoint is malformed
     */
    SocketAddress toConnect(String endpoint) {
        Endpoint read = Endpoint.of(endpoint, false);
        return read.path() != null ? unixAddress(read.path()) : read.unresolved();
    }
}
