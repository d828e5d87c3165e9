package dev.tenstep.rpc.benchmarks.trials.hostile;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The service under attack: one method for each thing that an honest handler may do and an attacker may abuse. */
@RpcService
interface Prey {
    /** Returns the block itself, for the victim's calls. */
    byte[] echo(byte[] block);

    /** Returns the length of the block, after holding it for 20 ms. */
    int take(byte[] block);

    /** Returns a block of zeros. */
    byte[] block(int size);

    /** Returns a stream of blocks of zeros. */
    Stream<byte[]> blocks(int count, int size);

    /** Returns a result that never comes. */
    CompletableFuture<Boolean> never();

    /** Returns the number of bytes in a stream of blocks. */
    long upload(Stream<byte[]> blocks);

    /** Fails with a stack trace. */
    boolean fail(int number);

    /** Fails with an OutOfMemoryError, from an array larger than the JVM allows. */
    boolean exhaust();

    /** Calls this server again for each step, and returns the depth that it reached. */
    int recurse(int depth);

    /** Returns the largest number of these calls that were executed at once, as seen after the given time. */
    CompletableFuture<Integer> together(int millis);

    /** The handler. */
    final class Handler implements Prey, AutoCloseable {
        private final CompletableFuture<RpcClient> self = new CompletableFuture<>();
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        /** Tells the handler its server's address, for the calls that it makes itself. */
        void servedAt(String address) {
            self.complete(RpcClient.builder()
                    .to(address)
                    .deadline(Duration.ofSeconds(5))
                    .build());
        }

        @Override
        public byte[] echo(byte[] block) {
            return block;
        }

        @Override
        public int take(byte[] block) {
            pause(20);
            return block.length;
        }

        @Override
        public byte[] block(int size) {
            return new byte[size];
        }

        @Override
        public Stream<byte[]> blocks(int count, int size) {
            return Stream.generate(() -> new byte[size]).limit(count);
        }

        @Override
        public CompletableFuture<Boolean> never() {
            return new CompletableFuture<>();
        }

        @Override
        public long upload(Stream<byte[]> blocks) {
            return blocks.mapToLong(block -> block.length).sum();
        }

        @Override
        public boolean fail(int number) {
            throw new IllegalStateException("failure " + number);
        }

        @Override
        public boolean exhaust() {
            return new long[Integer.MAX_VALUE].length > 0;
        }

        @Override
        public int recurse(int depth) {
            return depth == 0 ? 0 : 1 + self.join().stub(Prey.class).recurse(depth - 1);
        }

        @Override
        public CompletableFuture<Integer> together(int millis) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                pause(millis);
                return CompletableFuture.completedFuture(most.get());
            } finally {
                now.decrementAndGet();
            }
        }

        private static void pause(int millis) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (long left = 1; left > 0 && !Thread.currentThread().isInterrupted(); left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        @Override
        public void close() {
            self.thenAccept(RpcClient::close);
        }
    }
}
