package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.util.Objects;
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
interface FuzzedService {
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

    /** Returns the binding of a method as a client knows it under that id. */
    static MethodBinding binding(int id, String method) {
        MethodContract contract =
                Objects.requireNonNull(ServiceContract.of(FuzzedService.class).method(method));
        return MethodBinding.bind(id, contract, new TinySerializer());
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
