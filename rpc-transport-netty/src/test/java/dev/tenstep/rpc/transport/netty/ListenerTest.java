package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.testkit.Eventually;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a failed listening socket is reopened, with NIO, which every platform has. */
final class ListenerTest {
    private final EventLoopGroup group = Transport.NIO.eventLoops(1, "listener", true, () -> {});
    private final AtomicInteger accepted = new AtomicInteger();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private Listener listener(String endpoint) throws IOException {
        return listener(endpoint, new ServerBootstrap());
    }

    private Listener listener(String endpoint, ServerBootstrap empty) throws IOException {
        ServerBootstrap bootstrap = empty.group(group)
                .channel(Transport.NIO.serverChannel(Endpoint.isUnix(endpoint)))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.incrementAndGet();
                        channel.close();
                    }
                });
        return Listener.open(endpoint, Transport.NIO, bootstrap, group);
    }

    private boolean accepts(SocketAddress address) {
        int before = accepted.get();
        try (SocketChannel client = SocketChannel.open(address)) {
            if (client.getLocalAddress().equals(client.getRemoteAddress())) {
                return false; // it has connected to itself, since the port is in the system's range for clients
            }
            return client.read(ByteBuffer.allocate(1)) < 0 && accepted.get() > before;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void closedSocketIsReopenedOnTheSamePort() throws IOException {
        Listener listener = listener("127.0.0.1:0");
        InetSocketAddress address = listener.inetAddress();
        assertThat(accepts(address)).isTrue();
        listener.channel().close().awaitUninterruptibly();
        Eventually.until("it is open again", () -> accepts(address));
        listener.close();
        assertThat(accepts(address)).isFalse();
    }

    /** A bootstrap whose binding is held up from the second time on, after the socket is bound. */
    private static final class HeldUp extends ServerBootstrap {
        private final CountDownLatch bound = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private boolean first = true;

        @Override
        public ChannelFuture bind(SocketAddress at) {
            ChannelFuture future = super.bind(at).awaitUninterruptibly();
            if (!first) {
                bound.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            first = false;
            return future;
        }
    }

    @Test
    void listenerThatIsClosedWhileItsSocketIsReopenedStopsListening() throws Exception {
        HeldUp bootstrap = new HeldUp();
        Listener listener = listener("127.0.0.1:0", bootstrap);
        listener.channel().close().awaitUninterruptibly();
        bootstrap.bound.await();
        Thread closing = new Thread(listener::close);
        closing.start();
        Eventually.until("close() waits or has returned", () -> Set.of(Thread.State.BLOCKED, Thread.State.TERMINATED)
                .contains(closing.getState()));
        assertThat(closing.isAlive() || !accepts(listener.inetAddress())).isTrue();
        bootstrap.release.countDown();
        closing.join();
        assertThat(accepts(listener.inetAddress())).isFalse();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void closedUnixSocketIsReopenedAtTheSamePath() throws IOException {
        Listener listener = listener("unix:" + folder.resolve("s"));
        SocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        assertThat(accepts(address)).isTrue();
        listener.channel().close().awaitUninterruptibly();
        Eventually.until("it is open again", () -> accepts(address));
        listener.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void readingFromTheSocketIsResumed() throws IOException {
        Listener listener = listener("127.0.0.1:0");
        listener.channel().config().setAutoRead(false);
        assertThat(accepts(listener.inetAddress())).isTrue();
        listener.close();
    }
}
