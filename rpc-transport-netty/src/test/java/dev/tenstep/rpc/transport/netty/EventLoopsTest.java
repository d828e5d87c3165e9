package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.testkit.Eventually;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that event loops survive exceptions. */
final class EventLoopsTest {
    private final AtomicInteger failures = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final EventLoopGroup group = new EventLoops(
            1,
            new DefaultThreadFactory("loops", true),
            failing(NioIoHandler.newFactory()),
            Duration.ofMillis(300),
            ended::countDown);

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** The I/O handler of a loop, which fails as often as requested. */
    private IoHandlerFactory failing(IoHandlerFactory factory) {
        return executor -> new Failing(factory.newHandler(executor));
    }

    private final class Failing implements IoHandler {
        private final IoHandler network;

        Failing(IoHandler network) {
            this.network = network;
        }

        @Override
        public void initialize() {
            network.initialize();
        }

        @Override
        public int run(IoHandlerContext context) {
            if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new OutOfMemoryError("injected");
            }
            return network.run(context);
        }

        @Override
        public void prepareToDestroy() {
            network.prepareToDestroy();
        }

        @Override
        public void destroy() {
            network.destroy();
        }

        @Override
        public IoRegistration register(IoHandle handle) throws Exception {
            return network.register(handle);
        }

        @Override
        public void wakeup() {
            network.wakeup();
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return network.isCompatible(type);
        }
    }

    private void assertAlive() throws Exception {
        assertThat(group.next().submit(() -> 42).get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(42);
        assertThat(group.next()
                        .schedule(() -> 43, 1, TimeUnit.MILLISECONDS)
                        .get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(43);
    }

    @Test
    void loopSurvivesItsOwnErrors() throws Exception {
        assertAlive();
        failures.set(5);
        group.next().execute(() -> {});
        Eventually.until("it has failed", () -> failures.get() == 0);
        assertAlive();
        assertThat(group.isShutdown()).isFalse();
    }

    @Test
    void loopThatOnlyFailsReportsThatAndTerminates() throws Exception {
        assertAlive();
        failures.set(Integer.MAX_VALUE);
        group.next().execute(() -> {});
        assertThat(ended.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Eventually.until("it ends", () -> group.next().isTerminated());
    }

    @Test
    void loopSurvivesErrorsOfTasks() throws Exception {
        for (int i = 0; i < 3; i++) {
            group.next().execute(() -> {
                throw new OutOfMemoryError("injected");
            });
            group.next()
                    .schedule(
                            () -> {
                                throw new StackOverflowError("injected");
                            },
                            0,
                            TimeUnit.MILLISECONDS);
        }
        assertAlive();
    }
}
