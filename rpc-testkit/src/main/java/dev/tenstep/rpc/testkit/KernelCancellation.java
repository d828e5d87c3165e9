package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Cancellation;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.testkit.StepRecorder.Heard;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Cancelling a call reaches its handler, wherever the handler is. */
interface KernelCancellation extends KernelUnderTest {

    /** Waits for its cancellation. */
    @RpcService
    interface Patient {
        CompletableFuture<String> later(int x);

        String blocking(int x);

        Flow.Publisher<Integer> results(int x);
    }

    /** The handler. */
    final class PatientHandler implements Patient {
        final BlockingQueue<Cancellation> contexts = new LinkedBlockingQueue<>();
        final BlockingQueue<RpcException> reasons = new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<String> later(int x) {
            Cancellation cancellation =
                    Objects.requireNonNull(CallContext.current()).cancellation();
            CompletableFuture<String> answer = new CompletableFuture<>();
            cancellation.onCancel(why -> {
                reasons.add(why);
                answer.complete("nobody waits");
            });
            contexts.add(cancellation);
            return answer;
        }

        @Override
        public String blocking(int x) {
            return later(x).join();
        }

        @Override
        public Flow.Publisher<Integer> results(int x) {
            later(x);
            return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {}

                @Override
                public void cancel() {}
            });
        }

        Cancellation context() throws InterruptedException {
            return Objects.requireNonNull(contexts.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS), "context");
        }

        RpcException reason() throws InterruptedException {
            return Objects.requireNonNull(reasons.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS), "reason");
        }
    }

    @Test
    default void cancelledFutureReachesTheHandlersContext() throws Exception {
        PatientHandler handler = new PatientHandler();
        StepRecorder client = new StepRecorder();
        try (Served<Patient> served = serve(Patient.class, handler, s -> s, c -> c.listener(client))) {
            CompletableFuture<String> call = served.stub().later(1);
            Cancellation context = handler.context();
            assertThat(context.cancelled()).isFalse();
            assertThat(call.cancel(true)).isTrue();
            assertThat(call.cancel(true)).isTrue();
            assertThat(call).isCancelled();
            assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
            assertThat(handler.reason().code()).isEqualTo(StatusCode.CANCELLED);
            assertThat(context.cancelled()).isTrue();
            Heard heard = client.awaitEnded(1).get(0);
            assertThat(heard.ends()).isEqualTo(1);
            assertThat(heard.steps()).isEqualTo(KernelSteps.steps(1, 2, 3));
            assertThat(heard.failure()).isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code())
                    .isEqualTo(StatusCode.CANCELLED));
        }
    }

    @Test
    default void futureThatTheCallerCompletesReachesTheHandlersContext() throws Exception {
        PatientHandler handler = new PatientHandler();
        StepRecorder client = new StepRecorder();
        try (Served<Patient> served = serve(Patient.class, handler, s -> s, c -> c.listener(client))) {
            CompletableFuture<String> own = served.stub().later(1);
            handler.context();
            assertThat(own.complete("my own")).isTrue();
            handler.reason();
            assertThat(own.join()).isEqualTo("my own");
            CompletableFuture<String> failed = served.stub().later(2);
            handler.context();
            assertThat(failed.completeExceptionally(new IllegalStateException("my own")))
                    .isTrue();
            handler.reason();
            assertThatThrownBy(failed::join).hasCauseInstanceOf(IllegalStateException.class);
            assertThat(client.awaitEnded(2)).allMatch(heard -> heard.ends() == 1);
        }
    }

    @Test
    default void clientsFiltersAreToldWhyACallWasCancelled() throws Exception {
        PatientHandler handler = new PatientHandler();
        BlockingQueue<RpcException> told = new LinkedBlockingQueue<>();
        try (Served<Patient> served =
                serve(Patient.class, handler, s -> s, c -> c.filter(KernelFilters.onFailure(told::add)))) {
            CompletableFuture<String> call = served.stub().later(1);
            handler.context();
            call.cancel(true);
            assertGivenUp(told, StatusCode.CANCELLED, "the caller cancelled", "Patient.later");
            Thread caller = new Thread(() -> refused(() -> served.stub().blocking(1)));
            caller.start();
            handler.context();
            caller.interrupt();
            assertGivenUp(told, StatusCode.CANCELLED, "interrupted", "Patient.blocking");
            Patient hurried = served.stub(CallOptions.deadline(Duration.ofMillis(100)));
            assertThat(refused(() -> hurried.blocking(1)).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertGivenUp(told, StatusCode.DEADLINE_EXCEEDED, "the deadline of", "Patient.blocking");
            assertThat(refused(() -> hurried.later(1).join()).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertGivenUp(told, StatusCode.DEADLINE_EXCEEDED, "the deadline of", "Patient.later");
        }
    }

    private static void assertGivenUp(BlockingQueue<RpcException> told, StatusCode code, String... texts)
            throws InterruptedException {
        RpcException why =
                Objects.requireNonNull(told.poll(Eventually.LONG.toSeconds(), TimeUnit.SECONDS), "a failure");
        assertThat(why.code()).isEqualTo(code);
        assertThat(why.getMessage()).contains(texts);
    }

    @Test
    default void timeoutOfTheFutureReachesTheHandlersContext() throws Exception {
        PatientHandler handler = new PatientHandler();
        try (Served<Patient> served = serve(Patient.class, handler)) {
            CompletableFuture<String> call = served.stub().later(1).orTimeout(50, TimeUnit.MILLISECONDS);
            assertThat(handler.reason().code()).isEqualTo(StatusCode.CANCELLED);
            assertThat(call).isCompletedExceptionally();
        }
    }

    @Test
    default void cancelledDependentLeavesTheCallAlone() throws Exception {
        PatientHandler handler = new PatientHandler();
        try (Served<Patient> served = serve(Patient.class, handler)) {
            CompletableFuture<String> call = served.stub().later(1);
            CompletableFuture<Integer> dependent = call.thenApply(String::length);
            dependent.cancel(true);
            Cancellation context = handler.context();
            assertThat(context.cancelled()).isFalse();
            assertThat(call).isNotDone();
            call.cancel(true);
            handler.reason();
        }
    }

    @Test
    default void deadlineReachesTheHandlersContext() throws Exception {
        PatientHandler handler = new PatientHandler();
        try (Served<Patient> served = serve(Patient.class, handler)) {
            Patient stub = served.stub(CallOptions.deadline(Duration.ofMillis(200)));
            CompletableFuture<String> first = served.stub().later(0);
            handler.context();
            first.cancel(true);
            handler.reason();
            // Callers and handlers get the same error in every kind of call, whichever of them notices first.
            assertThat(refused(() -> stub.blocking(1)).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(handler.reason().code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(refused(() -> stub.later(1).join()).code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(handler.reason().code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            Collector<Integer> results = new Collector<>(1);
            stub.results(1).subscribe(results);
            assertThat(results.failure()).isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code())
                    .isEqualTo(StatusCode.DEADLINE_EXCEEDED));
            assertThat(handler.reason().code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
        }
    }

    @Test
    default void closedClientReachesTheHandlersContext() throws Exception {
        PatientHandler handler = new PatientHandler();
        try (Served<Patient> served = serve(Patient.class, handler)) {
            CompletableFuture<String> call = served.stub().later(1);
            handler.context();
            served.client().close();
            assertThat(refused(call::join).code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(handler.reason().code()).isEqualTo(StatusCode.UNAVAILABLE);
        }
    }

    @Test
    default void interruptedCallerGetsCancelledAndKeepsItsInterrupt() throws Exception {
        PatientHandler handler = new PatientHandler();
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicReference<RpcException> seen = new AtomicReference<>();
        try (Served<Patient> served = serve(Patient.class, handler)) {
            Thread caller = new Thread(() -> {
                seen.set(refused(() -> served.stub().blocking(1)));
                interrupted.set(Thread.interrupted());
            });
            caller.start();
            handler.context();
            caller.interrupt();
            caller.join(Eventually.LONG.toMillis());
            assertThat(seen.get().code()).isEqualTo(StatusCode.CANCELLED);
            assertThat(seen.get()).hasMessageContaining("Patient.blocking").hasMessageContaining("interrupted");
            assertThat(interrupted).isTrue();
            assertThat(handler.reason().code()).isEqualTo(StatusCode.CANCELLED);
        }
    }

    @Test
    default void callerThatIsInterruptedBeforehandDoesNotWait() throws Exception {
        PatientHandler handler = new PatientHandler();
        try (Served<Patient> served = serve(Patient.class, handler)) {
            served.stub().later(0).cancel(true);
            CompletableFuture<StatusCode> code = new CompletableFuture<>();
            Thread caller = new Thread(() -> {
                Thread.currentThread().interrupt();
                code.complete(refused(() -> served.stub().blocking(1)).code());
            });
            caller.start();
            assertThat(code.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(StatusCode.CANCELLED);
        }
    }

    @Test
    default void callThatIsCancelledInTheQueueIsNotExecuted() throws Exception {
        PatientHandler handler = new PatientHandler();
        try (Served<Patient> served =
                serve(Patient.class, handler, s -> s.handlers(1).queue(10), c -> c)) {
            CompletableFuture<String> running =
                    CompletableFuture.supplyAsync(() -> served.stub().blocking(1));
            Cancellation first = handler.context();
            CompletableFuture<String> waiting = served.stub().later(2);
            CompletableFuture<String> last = served.stub().later(3);
            waiting.cancel(true);
            // Kernels notice cancelled calls at intervals of at most 20 ms; the bound is ten times that.
            Eventually.passed(Duration.ofMillis(200), System.nanoTime());
            first.cancel(new RpcException(StatusCode.CANCELLED, "let it go"));
            assertThat(running.join()).isEqualTo("nobody waits");
            handler.context();
            assertThat(handler.contexts).isEmpty();
            assertThat(last).isNotDone();
            last.cancel(true);
        }
    }
}
