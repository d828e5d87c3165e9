package dev.tenstep.rpc.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushed streams produce no more than was requested, whatever they are made of. */
final class StreamPublisherTest {

    /** Requests this many at first, one more with each element until it has as many as it wants, and then cancels. */
    private static final class Recorder implements Flow.Subscriber<Object> {
        private final List<Object> got = new ArrayList<>();
        private final int wanted;
        private Flow.@Nullable Subscription subscription;
        private @Nullable Throwable failure;
        private boolean completed;

        Recorder(int wanted) {
            this.wanted = wanted;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            newSubscription.request(1);
        }

        @Override
        public void onNext(Object element) {
            got.add(element);
            Flow.Subscription from = subscription;
            if (from != null) {
                if (got.size() == wanted) {
                    from.cancel();
                } else {
                    from.request(1);
                }
            }
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
        }

        @Override
        public void onComplete() {
            completed = true;
        }
    }

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    private Stream<Integer> endless() {
        return Stream.iterate(0, i -> i + 1).peek(i -> made.incrementAndGet()).onClose(closed::incrementAndGet);
    }

    private final Map<String, Function<Integer, Stream<Integer>>> streams = Map.of(
            "iterate", n -> endless(),
            "flatMap", n -> Stream.of(1).flatMap(i -> endless()),
            "flatMap in flatMap", n -> Stream.of(1).flatMap(i -> Stream.of(2).flatMap(j -> endless())),
            "mapMulti", n -> Stream.of(1).mapMulti((i, to) -> endless().forEach(to)),
            "concat", n -> Stream.concat(Stream.of(-1).flatMap(i -> Stream.<Integer>empty()), endless()),
            "parallel", n -> Stream.of(1).flatMap(i -> endless()).parallel());

    @ParameterizedTest
    @ValueSource(strings = {"iterate", "flatMap", "flatMap in flatMap", "mapMulti", "concat", "parallel"})
    void endlessStreamProducesTheDemandAndIsClosedOnCancel(String kind) {
        Stream<Integer> source =
                streams.getOrDefault(kind, n -> Stream.empty()).apply(0).onClose(closed::incrementAndGet);
        StreamPublisher push = new StreamPublisher(source, null);
        Recorder recorder = new Recorder(3);
        push.subscribe(recorder);
        push.run();
        assertThat(recorder.got).containsExactly(0, 1, 2);
        assertThat(made).as("elements made").hasValue(3);
        assertThat(closed.get()).as("the stream, and the one inside").isEqualTo(kind.equals("mapMulti") ? 1 : 2);
        assertThat(recorder.failure).isNull();
        assertThat(recorder.completed).isFalse();
    }

    @Test
    void streamEndsAfterItsElements() {
        StreamPublisher push = new StreamPublisher(Stream.of(1, 2).flatMap(i -> Stream.of(i, -i)), null);
        Recorder recorder = new Recorder(9);
        push.subscribe(recorder);
        push.run();
        assertThat(recorder.got).containsExactly(1, -1, 2, -2);
        assertThat(recorder.completed).isTrue();
    }

    @Test
    void failureOfAnInnerStreamIsSignalled() {
        StreamPublisher push = new StreamPublisher(Stream.of(1, 0).flatMap(i -> Stream.of(1 / i)), null);
        Recorder recorder = new Recorder(9);
        push.subscribe(recorder);
        push.run();
        assertThat(recorder.got).containsExactly(1);
        assertThat(recorder.failure).isInstanceOf(ArithmeticException.class);
        assertThat(recorder.completed).isFalse();
    }
}
