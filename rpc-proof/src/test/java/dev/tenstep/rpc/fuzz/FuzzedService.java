package dev.tenstep.rpc.fuzz;

import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.server.ServicesBuilder;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.worker.WorkerPool;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The service that fuzzed frames call. It runs in the thread that reads, and has the name of the service in the
 * golden frames.
 */
@NonBlocking
@RpcService("Golden")
public interface FuzzedService {
    CompletionStage<Integer> next(int number);

    CompletionStage<Integer> length(@Nullable String text);

    CompletionStage<String> text(int length);

    CompletionStage<Integer> refuse() throws Refusal;

    /** Never answers: the call stays until it is cancelled. */
    CompletionStage<Integer> hold(int number);

    CompletionStage<Integer> sum(int plus, Flow.Publisher<Integer> numbers);

    Flow.Publisher<Integer> count(int first, int count);

    Flow.Publisher<String> echo(Flow.Publisher<String> texts);

    /** A declared exception. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final int number;

        Refusal(String message, int number) {
            super(message);
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /** Returns it as a server offers it, to clients with these serializers. */
    static Services services(Serializer configured, Serializer... others) {
        return new ServicesBuilder(configured, new WorkerPool("fuzz", 1, 1))
                .accept(List.of(others))
                .add(ServiceContract.of(FuzzedService.class), new Handler())
                .build();
    }

    /** Serves it. */
    final class Handler implements FuzzedService {
        private static final int LONGEST = 1 << 18;

        @Override
        public CompletionStage<Integer> next(int number) {
            return CompletableFuture.completedFuture(number + 1);
        }

        @Override
        public CompletionStage<Integer> length(@Nullable String text) {
            return CompletableFuture.completedFuture(text == null ? -1 : text.length());
        }

        @Override
        public CompletionStage<String> text(int length) {
            return CompletableFuture.completedFuture("x".repeat(Math.floorMod(length, LONGEST)));
        }

        @Override
        public CompletionStage<Integer> refuse() throws Refusal {
            throw new Refusal("not today", 7);
        }

        @Override
        public CompletionStage<Integer> hold(int number) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Integer> sum(int plus, Flow.Publisher<Integer> numbers) {
            CompletableFuture<Integer> sum = new CompletableFuture<>();
            numbers.subscribe(new Sum(plus, sum));
            return sum;
        }

        @Override
        public Flow.Publisher<Integer> count(int first, int count) {
            return new Counted<>(Math.floorMod(count, 1000), i -> first + i);
        }

        @Override
        public Flow.Publisher<String> echo(Flow.Publisher<String> texts) {
            return texts;
        }
    }

    /** Adds up. */
    final class Sum implements Flow.Subscriber<Integer> {
        private final CompletableFuture<Integer> whole;
        private int sum;

        Sum(int plus, CompletableFuture<Integer> whole) {
            this.sum = plus;
            this.whole = whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer number) {
            sum += number;
        }

        @Override
        public void onError(Throwable thrown) {
            whole.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            whole.complete(sum);
        }
    }
}
