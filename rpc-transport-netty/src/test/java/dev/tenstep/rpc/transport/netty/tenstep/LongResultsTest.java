package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.call.StatusCode.RESOURCE_EXHAUSTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests that long results count against a server's memory limit from the moment they are written and, once their length
 * is known, before.
 */
@Timeout(60)
final class LongResultsTest {
    private static final int LENGTH = 500_000;
    private static final long MOST_HELD = 8 << 20;
    private static final KernelSettings SMALL =
            KernelSettings.DEFAULT.withMaxHeld(MOST_HELD).withMaxMessage(2 * (int) MOST_HELD);
    private static final int CALLS = 40;

    private final AtomicInteger running = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final RpcServer server = RpcServer.builder()
            .listen("127.0.0.1:0")
            .serializer(new TinySerializer())
            .settings(SMALL)
            .service(Texts.class, new Handler())
            .start();
    private final RpcClient client = Served.client(server.address(), SMALL).build();
    private final Texts texts = client.stub(Texts.class);

    /** A service that makes texts. */
    @RpcService
    interface Texts {
        String text(int length);

        /** Makes a text once all calls are to end. */
        String heldText(int length);
    }

    private final class Handler implements Texts {
        @Override
        public String text(int length) {
            return "x".repeat(length);
        }

        @Override
        public String heldText(int length) {
            running.incrementAndGet();
            try {
                assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return text(length);
        }
    }

    @AfterEach
    void close() {
        gate.countDown();
        client.close();
        server.close();
        callers.shutdown();
    }

    private List<CompletableFuture<String>> held() {
        List<CompletableFuture<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> texts.heldText(LENGTH), callers));
        }
        return calls;
    }

    private void answered(List<CompletableFuture<String>> calls) throws Exception {
        gate.countDown();
        for (CompletableFuture<String> call : calls) {
            assertThat(call.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).hasSize(LENGTH);
        }
    }

    @Test
    void callsWaitForRoomForResultsAsLongAsEarlierOnes() throws Exception {
        assertThat(texts.text(LENGTH)).hasSize(LENGTH);
        List<CompletableFuture<String>> calls = held();
        Eventually.until("some run", () -> running.get() >= 2);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        // Each may need room for three such messages, and the connection may take half of the total.
        assertThat(running).hasValueBetween(2, 3);
        answered(calls);
    }

    @Test
    void callsAfterShortResultsDoNotWait() throws Exception {
        assertThat(texts.text(LENGTH)).hasSize(LENGTH);
        for (int i = 0; i < 30; i++) {
            assertThat(texts.text(i)).hasSize(i);
        }
        List<CompletableFuture<String>> calls = held();
        Eventually.until("all run", () -> running.get() == CALLS);
        gate.countDown();
        for (CompletableFuture<String> call : calls) {
            call.handle((text, failure) -> text).get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(texts.text(LENGTH)).as("all memory is released").hasSize(LENGTH);
    }

    @Test
    void resultWithoutRoomIsRefusedWhileItIsWritten() {
        int tooLong = (int) MOST_HELD + 100_000;
        assertThatThrownBy(() -> texts.text(tooLong)).isInstanceOfSatisfying(RpcException.class, e -> {
            assertThat(e.code()).isEqualTo(RESOURCE_EXHAUSTED);
            assertThat(e.notStarted()).isFalse();
            assertThat(e).hasMessageContaining("the result of Texts.text").hasMessageContaining("at most 8388608");
        });
        assertThat(texts.text(LENGTH)).hasSize(LENGTH);
    }
}
