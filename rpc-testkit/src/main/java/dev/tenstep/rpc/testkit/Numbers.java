package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Stream;

/** Streams that a test can know the elements of. */
@RpcService
interface Numbers {
    /** From the first on, that many. */
    Flow.Publisher<Integer> publish(int first, int count);

    /** The same, blocking. */
    Stream<Integer> list(int first, int count);

    /** The sum, and the number beside. */
    long sum(int plus, Flow.Publisher<Integer> numbers);

    CompletableFuture<Long> sumLater(Stream<Integer> numbers, int plus);

    /** Each number and one. */
    Flow.Publisher<Integer> next(Flow.Publisher<Integer> numbers);

    Stream<Integer> nextBlocking(Stream<Integer> numbers);

    /** Texts of those lengths. */
    Stream<String> texts(Stream<Integer> lengths);

    /** Some numbers, and then the failure. */
    Stream<Integer> failAfter(int count, String how) throws Refused;

    /** The answer without a look at the stream. */
    String ignore(Flow.Publisher<Integer> numbers);

    /** Declared. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        /** Makes one. */
        public Refused(String message) {
            super(message);
        }
    }
}
