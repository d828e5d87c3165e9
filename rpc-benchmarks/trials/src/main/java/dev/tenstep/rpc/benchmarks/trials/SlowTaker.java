package dev.tenstep.rpc.benchmarks.trials;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Consumes blocks at a given rate, and checks that they come in order. One thread at a time. */
final class SlowTaker implements Flow.Subscriber<byte[]> {
    private final long bytesPerSecond;
    private final CompletableFuture<Long> total = new CompletableFuture<>();
    private final long began = System.nanoTime();
    private Flow.@Nullable Subscription subscription;
    private long bytes;
    private int count;

    /** Makes one; 0 bytes a second for as fast as it can. */
    SlowTaker(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Consumes one block when its time has come. */
    void take(byte[] block) {
        if (block[0] != (byte) count) {
            throw new IllegalStateException(
                    "block " + block[0] + " (expected: " + (byte) count + ", number " + count + ")");
        }
        count++;
        bytes += block.length;
        if (bytesPerSecond > 0) {
            long due = began + (long) ((double) bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1));
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
    }

    long taken() {
        return bytes;
    }

    /** Returns the number of bytes of all blocks, once the last has been consumed. */
    CompletableFuture<Long> total() {
        return total;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(byte[] block) {
        take(block);
        if (subscription != null) {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable failure) {
        total.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        total.complete(bytes);
    }
}
