package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.testkit.Counted;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/** Implements {@link StreamProbe}, and remembers what it published and took until it is reset. */
public final class StreamProbeHandler implements StreamProbe {
    public final List<Counted<?>> published = new CopyOnWriteArrayList<>();
    public final List<Taken<?>> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger started = new AtomicInteger();

    /** Returns the number of calls that have begun. */
    public int started() {
        return started.get();
    }

    public void forget() {
        published.clear();
        taken.clear();
    }

    /** Returns the last publisher of the handler. */
    public Counted<?> published() {
        Eventually.until("the handler publishes", () -> !published.isEmpty());
        return published.get(published.size() - 1);
    }

    /** Returns the handler's last subscriber. */
    public Taken<?> taken() {
        Eventually.until("the handler takes", () -> !taken.isEmpty());
        return taken.get(taken.size() - 1);
    }

    private <T> Counted<T> publishing(Counted<T> publisher) {
        started.incrementAndGet();
        published.add(publisher);
        return publisher;
    }

    private <T> Taken<T> taking(Flow.Publisher<T> publisher, Taken<T> taker) {
        started.incrementAndGet();
        taken.add(taker);
        publisher.subscribe(taker);
        return taker;
    }

    @Override
    public Flow.Publisher<Integer> count(int count) {
        return publishing(new Counted<>(count, i -> i));
    }

    @Override
    public Flow.Publisher<String> texts(int count, int length) {
        String text = "x".repeat(length);
        return publishing(new Counted<>(count, i -> text));
    }

    @Override
    public Flow.Publisher<Integer> silence() {
        Counted<Integer> none = publishing(new Counted<>(1, i -> i));
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                none.cancel();
            }
        });
    }

    @Override
    @SuppressWarnings("NullAway")
    public Flow.Publisher<Integer> fail(String how) {
        started.incrementAndGet();
        return switch (how) {
            case "null" -> new Counted<>(2, i -> i == 0 ? 0 : null);
            case "subscribe" ->
                subscriber -> {
                    throw new IllegalStateException("secret");
                };
            case "request" ->
                subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
                    @Override
                    public void request(long n) {
                        throw new IllegalStateException("secret");
                    }

                    @Override
                    public void cancel() {}
                });
            default -> throw new IllegalArgumentException(how);
        };
    }

    @Override
    public Flow.Publisher<String> failAfter(int count, int length) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private int left = count;

            @Override
            public void request(long n) {
                for (long i = 0; i < n && left > 0; i++) {
                    left--;
                    subscriber.onNext("x".repeat(length));
                    if (left == 0) {
                        subscriber.onError(new RpcException(StatusCode.OUT_OF_RANGE, "no more"));
                    }
                }
            }

            @Override
            public void cancel() {
                left = 0;
            }
        });
    }

    @Override
    public CompletionStage<Integer> sum(Flow.Publisher<Integer> numbers) {
        Taken<Integer> all = taking(numbers, new Taken<>());
        return all.ended.thenApply(
                end -> all.got.stream().mapToInt(Integer::intValue).sum());
    }

    @Override
    public CompletionStage<Integer> ignore(Flow.Publisher<Integer> numbers) {
        CompletableFuture<String> ended = taking(numbers, new Taken<>(0)).ended;
        return ended.thenApply(String::length);
    }

    @Override
    public Flow.Publisher<Integer> echo(Flow.Publisher<Integer> numbers) {
        started.incrementAndGet();
        return numbers;
    }
}
