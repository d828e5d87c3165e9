package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** Streams whose elements a test can predict. */
@RpcService
interface Numbers {
    /** Publishes that many numbers, beginning with the first. */
    Flow.Publisher<Integer> publish(int first, int count);

    /** Returns the same numbers as a blocking stream. */
    Stream<Integer> list(int first, int count);

    /** Returns the sum of the stream and the other number. */
    long sum(int plus, Flow.Publisher<Integer> numbers);

    CompletableFuture<Long> sumLater(Stream<Integer> numbers, int plus);

    /** Publishes each number plus one. */
    Flow.Publisher<Integer> next(Flow.Publisher<Integer> numbers);

    Stream<Integer> nextBlocking(Stream<Integer> numbers);

    /** Returns texts of those lengths. */
    Stream<String> texts(Stream<Integer> lengths);

    /** Returns some numbers, then fails. */
    Stream<Integer> failAfter(int count, String how) throws Refused;

    /** Answers without consuming the stream. */
    String ignore(Flow.Publisher<Integer> numbers);

    /** A declared exception. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Makes one. */
        public Refused(String message) {
            super(message);
        }
    }
}
