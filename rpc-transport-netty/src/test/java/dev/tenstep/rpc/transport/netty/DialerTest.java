package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.testkit.Eventually;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests how an endpoint's name is resolved and connected to. */
final class DialerTest {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final CompletableFuture<SocketAddress> connected = new CompletableFuture<>();

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** A handler shared by all attempts, to see which one succeeds. */
    @ChannelHandler.Sharable
    private static final class Listening extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<SocketAddress> connected;

        Listening(CompletableFuture<SocketAddress> connected) {
            this.connected = connected;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            connected.complete(ctx.channel().remoteAddress());
        }
    }

    private Dialer dialer(int port, Dialer.Names names) {
        Bootstrap bootstrap = new Bootstrap().channel(NioSocketChannel.class).handler(new Listening(connected));
        SocketAddress address = InetSocketAddress.createUnresolved("some-host.test", port);
        return new Dialer(bootstrap, group.next(), address, names);
    }

    private void dial(Dialer dialer) {
        group.next().execute(() -> dialer.dial(connected::completeExceptionally));
    }

    private SocketAddress outcome() throws Exception {
        return connected.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void nextAddressIsTriedIfNobodyListensOnTheFirst() throws Exception {
        InetAddress deserted = InetAddress.getByName("127.0.0.77");
        InetAddress home = InetAddress.getByName("127.0.0.1");
        try (ServerSocket listener = new ServerSocket(0, 50, home)) {
            dial(dialer(listener.getLocalPort(), host -> new InetAddress[] {deserted, home}));

            assertThat(outcome()).isEqualTo(new InetSocketAddress(home, listener.getLocalPort()));
        }
    }

    @Test
    void failureOfTheLastAddressIsReported() throws Exception {
        int nobody;
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            nobody = listener.getLocalPort();
        }
        InetAddress[] addresses = {InetAddress.getByName("127.0.0.77"), InetAddress.getByName("127.0.0.1")};
        dial(dialer(nobody, host -> addresses));

        assertThatThrownBy(this::outcome)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("127.0.0.1:" + nobody);
    }

    @Test
    void unexpectedFailureIsReported() {
        dial(dialer(1, host -> {
            throw new IllegalStateException("no resolver");
        }));
        assertThatThrownBy(this::outcome).hasRootCauseMessage("no resolver");
    }

    @Test
    void resolverErrorIsReported() {
        dial(dialer(1, host -> {
            throw new NoClassDefFoundError("a resolver's");
        }));
        assertThatThrownBy(this::outcome).hasRootCauseInstanceOf(NoClassDefFoundError.class);
    }

    @Test
    void nameWithoutAddressesIsReported() {
        dial(dialer(1, host -> new InetAddress[0]));
        assertThatThrownBy(this::outcome).isInstanceOf(ExecutionException.class);
    }

    @Test
    void resolvingDoesNotBlockTheEventLoop() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        dial(dialer(1, host -> {
            asked.countDown();
            await(answer);
            throw new UnknownHostException(host);
        }));
        await(asked);

        assertThat(group.next().submit(() -> 42).get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(42);
        assertThat(connected).isNotDone();
        answer.countDown();
        assertThatThrownBy(this::outcome).hasRootCauseMessage("some-host.test");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
