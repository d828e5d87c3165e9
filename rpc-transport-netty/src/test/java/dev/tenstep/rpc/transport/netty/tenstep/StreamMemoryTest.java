package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that slow receivers hold back fast senders: the bytes in flight stay within the windows. */
@Timeout(60)
final class StreamMemoryTest {
    private static final int MIB = 1 << 20;
    private static final int LENGTH = 16 << 10;
    private static final int COUNT = 1500;

    /** The time that a reader takes for an element, far more than its producer does. */
    private static final long SLOWLY_NANOS = 500_000;

    /** The window, as much again that was requested beyond it, and what a Stream holds. */
    private static final int MAX_IN_FLIGHT = 3 * MIB;

    private static final int MOST_DIRECT = 16 * MIB;

    @RegisterExtension
    static final Served BYSTANDER = new Served(KernelSettings.DEFAULT);

    private final AtomicInteger produced = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final AtomicLong mostDirect = new AtomicLong();
    private final long directBefore = PlatformDependent.usedDirectMemory();
    private RpcServer server;
    private RpcClient client;

    /** A service with byte streams, in both directions and both styles. */
    @RpcService
    interface Bulk {
        Flow.Publisher<byte[]> publish(int count, int length);

        Stream<byte[]> list(int count, int length);

        CompletionStage<Integer> take(Flow.Publisher<byte[]> blocks);

        int takeAll(Stream<byte[]> blocks);
    }

    private final class Handler implements Bulk {
        @Override
        public Flow.Publisher<byte[]> publish(int count, int length) {
            return new Counted<>(count, i -> make(length));
        }

        @Override
        public Stream<byte[]> list(int count, int length) {
            return IntStream.range(0, count).mapToObj(i -> make(length));
        }

        @Override
        public CompletionStage<Integer> take(Flow.Publisher<byte[]> blocks) {
            Slowly all = new Slowly();
            blocks.subscribe(all);
            return all.ended;
        }

        @Override
        public int takeAll(Stream<byte[]> blocks) {
            blocks.forEach(StreamMemoryTest.this::takeSlowly);
            return taken.get();
        }
    }

    /** Takes one element at a time. */
    private final class Slowly implements Flow.Subscriber<byte[]> {
        final CompletableFuture<Integer> ended = new CompletableFuture<>();
        private Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1);
        }

        @Override
        public void onNext(byte[] block) {
            takeSlowly(block);
            subscription.request(1);
        }

        @Override
        public void onError(Throwable thrown) {
            ended.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            ended.complete(taken.get());
        }
    }

    private byte[] make(int length) {
        mostInFlight.accumulateAndGet(produced.incrementAndGet() - taken.get(), Math::max);
        return new byte[length];
    }

    private void takeSlowly(byte[] block) {
        Objects.requireNonNull(block);
        mostDirect.accumulateAndGet(PlatformDependent.usedDirectMemory() - directBefore, Math::max);
        LockSupport.parkNanos(SLOWLY_NANOS);
        taken.incrementAndGet();
    }

    @BeforeEach
    void connect() {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer(new TinySerializer())
                .service(Bulk.class, new Handler())
                .start();
        client = Served.client(server.address(), KernelSettings.DEFAULT).build();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void heldBack(Consumer<Bulk> streaming) {
        streaming.accept(client.stub(Bulk.class));

        assertThat(produced).hasValue(COUNT);
        assertThat(taken).hasValue(COUNT);
        assertThat((long) mostInFlight.get() * LENGTH).as("bytes in flight").isBetween(1L, (long) MAX_IN_FLIGHT);
        assertThat(mostDirect.get()).as("direct memory").isLessThan(MOST_DIRECT);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void publisherOfResultsIsHeldBack() {
        heldBack(bulk -> {
            Slowly all = new Slowly();
            bulk.publish(COUNT, LENGTH).subscribe(all);
            await(all.ended);
        });
    }

    @Test
    void streamOfResultsIsHeldBack() {
        heldBack(bulk -> {
            try (Stream<byte[]> blocks = bulk.list(COUNT, LENGTH)) {
                blocks.forEach(this::takeSlowly);
            }
        });
    }

    @Test
    void callersPublisherIsHeldBack() {
        heldBack(bulk -> await(bulk.take(new Counted<>(COUNT, i -> make(LENGTH)))));
    }

    @Test
    void callersStreamIsHeldBack() {
        heldBack(bulk -> bulk.takeAll(IntStream.range(0, COUNT).mapToObj(i -> make(LENGTH))));
    }

    @Test
    void fewLongElementsAreRequestedBeforeTheirLengthIsKnown() {
        int count = 60;
        Taken<byte[]> results = new Taken<>(1);
        client.stub(Bulk.class).publish(count, MIB).subscribe(results);
        Eventually.until("the first came", () -> results.got.size() == 1);
        assertThat(produced.get()).isBetween(1, 8);
        results.subscription().request(5);
        Eventually.until("six came", () -> results.got.size() == 6);
        assertThat(produced.get()).isBetween(6, 12);
        results.subscription().request(count);
        assertThat(await(results.ended)).isEqualTo("complete");
        assertThat(results.got).hasSize(count);
    }

    @Test
    void clientWithHugeCreditThatDoesNotReadGetsABoundedAmount() throws IOException {
        int length = 10_000;
        int most = 24 * MIB;
        try (RawPeer deaf = RawPeer.streamClient(BYSTANDER.address())) {
            deaf.send(
                    Frames.declare().number(0).method("Streams.texts").build(),
                    Frames.request()
                            .method(0)
                            .call(1)
                            .results()
                            .message(
                                    new Bytes().u8(1).u32(1_000_000).u32(length).array())
                            .build());
            for (int i = 0; i < 100; i++) {
                deaf.send(Frames.credit()
                        .call(1)
                        .messages(0xffffffffL)
                        .bytes(0xffffffffL)
                        .build());
            }
            Eventually.until(
                    "more than was granted at first",
                    () -> BYSTANDER.streams().published().made() > 50);
            try (RpcClient other =
                    Served.client(BYSTANDER.address(), KernelSettings.DEFAULT).build()) {
                for (int i = 0; i < 500; i++) {
                    assertThat(other.stub(Probe.class).next(i)).isEqualTo(i + 1);
                }
            }
            int before = BYSTANDER.streams().published().made();
            assertThat((long) before * length).isLessThan(most);
            // Reads the rest of what waits, and more.
            for (int i = 0; i < before + 100; i++) {
                deaf.read();
            }
        }
        Eventually.until(
                "the publisher is cancelled",
                () -> BYSTANDER.streams().published().cancelled() == 1);
    }
}
