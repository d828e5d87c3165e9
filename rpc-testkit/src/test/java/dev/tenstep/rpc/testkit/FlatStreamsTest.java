package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams made by flatMap with infinite inner streams cross like any others. */
@Timeout(60)
final class FlatStreamsTest implements KernelUnderTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @RpcService
    interface Counting {
        Stream<Integer> count();

        int sumOfThree(Stream<Integer> numbers);
    }

    private static Stream<Integer> flat(CountDownLatch closed) {
        return Stream.of(1).flatMap(i -> Stream.iterate(i, n -> n + 1)).onClose(closed::countDown);
    }

    private record Handler(CountDownLatch closed) implements Counting {
        @Override
        public Stream<Integer> count() {
            return flat(closed);
        }

        @Override
        public int sumOfThree(Stream<Integer> numbers) {
            return numbers.limit(3).mapToInt(i -> i).sum();
        }
    }

    @Override
    public String address() {
        return "inproc:flat-streams-" + NAMES.incrementAndGet();
    }

    @Test
    void infiniteResultsComeAsTheyAreConsumedAndAreClosedWhenTheCallerLeaves() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (Served<Counting> served = serve(Counting.class, new Handler(closed))) {
            try (Stream<Integer> numbers = served.stub().count()) {
                assertThat(numbers.limit(4).toList()).containsExactly(1, 2, 3, 4);
            }
            assertThat(closed.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void parametersWithoutAnEndAreClosedWhenTheHandlerHasAnswered() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        try (Served<Counting> served = serve(Counting.class, new Handler(new CountDownLatch(1)))) {
            assertThat(served.stub().sumOfThree(flat(closed))).isEqualTo(6);
            assertThat(closed.await(Eventually.LONG.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }
}
