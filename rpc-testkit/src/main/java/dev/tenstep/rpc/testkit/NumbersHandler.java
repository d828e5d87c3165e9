package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The handler. */
final class NumbersHandler implements Numbers {
    final AtomicInteger made = new AtomicInteger();
    final CompletableFuture<Thread> closedIn = new CompletableFuture<>();
    final CompletableFuture<Thread> handledIn = new CompletableFuture<>();
    final CompletableFuture<RpcException> cancelled = new CompletableFuture<>();
    final CompletableFuture<Throwable> failed = new CompletableFuture<>();

    @Override
    public Flow.Publisher<Integer> publish(int first, int count) {
        watch();
        return new Counted<>(count, i -> {
            made.incrementAndGet();
            return first + i;
        });
    }

    private void watch() {
        Objects.requireNonNull(CallContext.current()).cancellation().onCancel(cancelled::complete);
    }

    @Override
    public Stream<Integer> list(int first, int count) {
        watch();
        handledIn.complete(Thread.currentThread());
        return IntStream.range(first, first + count)
                .peek(i -> made.incrementAndGet())
                .boxed()
                .onClose(() -> closedIn.complete(Thread.currentThread()));
    }

    @Override
    public long sum(int plus, Flow.Publisher<Integer> numbers) {
        Collector<Integer> all = new Collector<>(16);
        handledIn.complete(Thread.currentThread());
        numbers.subscribe(all);
        try {
            return plus + all.all.join().stream().mapToLong(Integer::longValue).sum();
        } catch (java.util.concurrent.CompletionException e) {
            failed.complete(e.getCause());
            throw e;
        }
    }

    @Override
    public CompletableFuture<Long> sumLater(Stream<Integer> numbers, int plus) {
        return CompletableFuture.completedFuture(
                plus + numbers.mapToLong(Integer::longValue).sum());
    }

    @Override
    public Flow.Publisher<Integer> next(Flow.Publisher<Integer> numbers) {
        return subscriber -> numbers.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(Integer number) {
                subscriber.onNext(number + 1);
            }

            @Override
            public void onError(Throwable thrown) {
                failed.complete(thrown);
                subscriber.onError(thrown);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });
    }

    @Override
    public Stream<Integer> nextBlocking(Stream<Integer> numbers) {
        return numbers.map(n -> n + 1);
    }

    @Override
    public Stream<String> texts(Stream<Integer> lengths) {
        return lengths.map(n -> String.valueOf((char) ('a' + n % 26)).repeat(n));
    }

    @Override
    public Stream<Integer> failAfter(int count, String how) {
        return IntStream.range(0, count + 1).boxed().map(i -> {
            if (i < count) {
                return i;
            }
            throw switch (how) {
                case "declared" -> new Refused("no more than " + count);
                case "said" -> new RpcException(StatusCode.OUT_OF_RANGE, "no more");
                default -> new IllegalStateException("secret");
            };
        });
    }

    @Override
    public String ignore(Flow.Publisher<Integer> numbers) {
        return "ignored";
    }
}
