package dev.tenstep.rpc.benchmarks.trials.faults;

import dev.tenstep.rpc.contract.RpcService;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Calls with a number each, which the reply returns. None may run twice, for none is idempotent. */
@RpcService
interface Numbered {
    /** Returns the number's negative, after up to 10 ms. */
    CompletableFuture<Long> enter(long number);

    /** Returns so many numbers from the call's on, with a little time between them. */
    Stream<Long> list(long number, int count);

    /** Receives the same numbers from the client, and answers like {@link #enter}. */
    long take(long number, int count, Stream<Long> elements);

    /** Returns so many bytes, at least eight: the number, and zeroes. */
    CompletableFuture<byte[]> block(long number, int size);

    /** Counts the executions of each number, from the moment at which its handler begins. */
    final class Counting implements Numbered {
        private static final long LONGEST_MILLIS = 10;
        private static final long BETWEEN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

        private final Tally executions = new Tally();
        private final AtomicLong largest = new AtomicLong();

        private void note(long number) {
            executions.increment(number);
            largest.accumulateAndGet(number, Math::max);
        }

        /** Returns the executions by number, up to the largest that came. */
        byte[] executions() {
            byte[] all = new byte[(int) largest.get() + 1];
            for (int i = 0; i < all.length; i++) {
                all[i] = (byte) Math.min(executions.get(i), Byte.MAX_VALUE);
            }
            return all;
        }

        @Override
        public CompletableFuture<Long> enter(long number) {
            note(number);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(number % LONGEST_MILLIS));
            return CompletableFuture.completedFuture(-number);
        }

        @Override
        public Stream<Long> list(long number, int count) {
            note(number);
            return elements(number, count).peek(element -> LockSupport.parkNanos(BETWEEN_NANOS));
        }

        @Override
        public long take(long number, int count, Stream<Long> elements) {
            note(number);
            Iterator<Long> due = elements(number, count).iterator();
            elements.forEach(element -> check(element, due.next()));
            if (due.hasNext()) {
                check(0, due.next());
            }
            return -number;
        }

        private static void check(long element, long due) {
            if (element != due) {
                throw new IllegalStateException("element: " + element + " (expected: " + due + ")");
            }
        }

        @Override
        public CompletableFuture<byte[]> block(long number, int size) {
            note(number);
            return CompletableFuture.completedFuture(Numbered.bytes(number, size));
        }
    }

    /** Returns the elements that {@link #list} answers. */
    static Stream<Long> elements(long number, int count) {
        return LongStream.range(number, number + count).boxed();
    }

    /** Returns the bytes that {@link #block} answers. */
    static byte[] bytes(long number, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (number >> (i * Byte.SIZE));
        }
        return bytes;
    }
}
