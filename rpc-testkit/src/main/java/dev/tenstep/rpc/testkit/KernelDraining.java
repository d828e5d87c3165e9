package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing a server from a place where it would wait for itself, and the error when it could not wait for all calls. */
interface KernelDraining extends KernelUnderTest {

    /** Closes its server. */
    @RpcService
    interface Closing {
        int close(int x);

        @NonBlocking
        int closeHere(int x);

        CompletableFuture<Integer> hold(int x);
    }

    /** The handler. */
    final class ClosingHandler implements Closing {
        final CompletableFuture<RpcServer> server = new CompletableFuture<>();
        final CountDownLatch held = new CountDownLatch(1);

        @Override
        public int close(int x) {
            server.join().close();
            return x + 1;
        }

        @Override
        public int closeHere(int x) {
            return close(x);
        }

        @Override
        public CompletableFuture<Integer> hold(int x) {
            held.countDown();
            return new CompletableFuture<>();
        }
    }

    @Test
    default void handlerThatClosesItsServerIsAnswered() {
        for (boolean here : new boolean[] {false, true}) {
            ClosingHandler handler = new ClosingHandler();
            long began = System.nanoTime();
            try (Served<Closing> served = serve(Closing.class, handler, s -> s.drain(Eventually.LONG), c -> c)) {
                handler.server.complete(served.server());
                assertThat(here ? served.stub().closeHere(1) : served.stub().close(1))
                        .isEqualTo(2);
            }
            assertThat(System.nanoTime() - began).isLessThan(Eventually.LONG.toNanos() / 2);
        }
    }

    @Test
    default void closedServerLogsHowManyCallsAreUnanswered() throws Exception {
        ClosingHandler handler = new ClosingHandler();
        try (Served<Closing> served = serve(Closing.class, handler, s -> s.drain(Duration.ofMillis(200)), c -> c)) {
            CompletableFuture<Integer> call = served.stub().hold(1);
            assertThat(handler.held.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            served.server().close();
            assertThat(served.server().unanswered()).isEqualTo(1);
            Eventually.until("the client is told", call::isCompletedExceptionally);
        }
    }
}
