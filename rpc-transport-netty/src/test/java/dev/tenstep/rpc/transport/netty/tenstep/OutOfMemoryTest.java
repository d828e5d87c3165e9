package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.TestPort;
import dev.tenstep.rpc.worker.WorkerPool;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests that running out of memory in a connection's callbacks and tasks closes that connection and ends its calls. */
final class OutOfMemoryTest {
    private static ClientKernel kernel;
    private static WorkerPool pool;
    private static Services services;
    private static ServerKernel serverKernel;

    private final Exhausted memory = new Exhausted();

    /** An allocator that fails when told to. */
    private static final class Exhausted extends AbstractByteBufAllocator {
        private boolean exhausted;

        private UnpooledByteBufAllocator unlessExhausted() {
            if (exhausted) {
                throw new OutOfMemoryError("injected");
            }
            return UnpooledByteBufAllocator.DEFAULT;
        }

        @Override
        protected ByteBuf newHeapBuffer(int initial, int most) {
            return unlessExhausted().heapBuffer(initial, most);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initial, int most) {
            return unlessExhausted().directBuffer(initial, most);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    @BeforeAll
    static void makeKernels() throws IOException {
        pool = new WorkerPool("memory", 1, 1);
        services = GoldenService.services(pool);
        serverKernel = TestPort.server(services, GoldenService.COMPRESSION);
        kernel = TestPort.client("tenstep", GoldenService.COMPRESSION);
    }

    @AfterAll
    static void closeKernels() {
        kernel.close();
        serverKernel.close(Duration.ZERO);
        pool.close();
    }

    private EmbeddedChannel client() {
        EmbeddedChannel channel = GoldenClientTest.connected(kernel);
        byte[] hello = Golden.bytes("hello");
        GoldenClientTest.feed(channel, hello, 0, hello.length);
        channel.config().setAllocator(memory);
        memory.exhausted = true;
        return channel;
    }

    private static void assertEnded(EmbeddedChannel channel, FakeCall call) {
        assertThat(channel.isOpen()).as("the connection").isFalse();
        assertThat(call.outcomes()).hasSize(1).first().asString().contains("UNAVAILABLE", "injected");
        channel.finishAndReleaseAll();
    }

    private static FakeCall next() {
        return FakeCall.of(GoldenService.binding(0, "next"), 41);
    }

    @Test
    void outOfMemoryWhileACallIsWritten() {
        EmbeddedChannel channel = client();
        FakeCall call = next();
        GoldenClientTest.send(channel, call);
        channel.runPendingTasks();
        assertEnded(channel, call);
    }

    @Test
    void outOfMemoryWhileALargeCallIsWritten() {
        EmbeddedChannel channel = client();
        FakeCall call = FakeCall.of(GoldenService.binding(0, "length"), "x".repeat(200_000));
        GoldenClientTest.send(channel, call);
        channel.runPendingTasks();
        assertEnded(channel, call);
    }

    @Test
    void outOfMemoryWhileAPongIsWritten() {
        EmbeddedChannel channel = client();
        FakeCall call = next();
        memory.exhausted = false;
        GoldenClientTest.send(channel, call);
        channel.runPendingTasks();
        memory.exhausted = true;
        byte[] ping = Golden.bytes("ping");
        GoldenClientTest.feed(channel, ping, 0, ping.length);
        assertEnded(channel, call);
    }

    private static EmbeddedChannel server() {
        return GoldenServerTest.connected(serverKernel);
    }

    private static void feed(EmbeddedChannel channel, String... names) {
        byte[] bytes = Golden.bytes(names);
        GoldenClientTest.feed(channel, bytes, 0, bytes.length);
        channel.runPendingTasks();
    }

    /** Expects that only this connection of a server ends: it releases its memory, and the next one is served. */
    private void assertOnlyItEnds(EmbeddedChannel channel) {
        assertThat(channel.isOpen()).as("the connection").isFalse();
        channel.finishAndReleaseAll();
        assertThat(TestPort.held(serverKernel)).isZero();
        EmbeddedChannel next = server();
        feed(next, "hello", "declare", "request");
        assertThat(GoldenServerTest.written(next)).endsWith(Golden.bytes("reply"));
        next.finishAndReleaseAll();
    }

    @Test
    void outOfMemoryWhileAReplyIsWritten() {
        EmbeddedChannel channel = server();
        feed(channel, "hello", "declare");
        channel.config().setAllocator(memory);
        memory.exhausted = true;
        feed(channel, "request");
        assertOnlyItEnds(channel);
    }

    @Test
    void outOfMemoryWhileAHelloIsAnswered() {
        EmbeddedChannel channel = server();
        channel.config().setAllocator(memory);
        memory.exhausted = true;
        feed(channel, "hello");
        assertOnlyItEnds(channel);
    }

    @Test
    void failureOfATaskOnTheServer() {
        EmbeddedChannel channel = server();
        feed(channel, "hello", "declare");
        ((TenstepServerConnection) channel.pipeline().last()).every(1, () -> {
            throw new OutOfMemoryError("injected");
        });
        channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertOnlyItEnds(channel);
    }

    @Test
    void failureOfATaskOnTheClient() {
        EmbeddedChannel channel = client();
        FakeCall call = next();
        memory.exhausted = false;
        GoldenClientTest.send(channel, call);
        channel.runPendingTasks();
        TenstepClientConnection connection =
                (TenstepClientConnection) channel.pipeline().last();
        connection.every(1, () -> {
            throw new OutOfMemoryError("injected");
        });
        channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertEnded(channel, call);
    }
}
