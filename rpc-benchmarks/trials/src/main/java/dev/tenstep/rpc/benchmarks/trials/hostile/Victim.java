package dev.tenstep.rpc.benchmarks.trials.hostile;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An honest client whose calls are measured: blocking callers, each pausing a little between two calls, one of them with long
 * messages.
 *
 * <p>Threads: the callers; their counts are guarded by the monitor.
 */
final class Victim implements AutoCloseable {
    private static final int CALLERS = 4;
    private static final int SHORT = 64;
    private static final int LONG = 200 << 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONG_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** A deadline longer than any call may take here, so that a slow call is seen as slow and not as failed. */
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final RpcClient client;
    private volatile boolean closed;
    private Seen seen = Seen.NOTHING;
    /** The start times of calls that have not ended, by {@link System#nanoTime()}. */
    private final List<Long> underWay = new ArrayList<>();

    /**
     * The calls of a period of time.
     *
     * @param calls that have ended
     * @param failed of these
     * @param longestNanos the longest of them and of those that have not ended
     * @param failure the first; null if none failed
     */
    record Seen(long calls, long failed, long longestNanos, @Nullable String failure) {
        private static final Seen NOTHING = new Seen(0, 0, 0, null);

        private Seen and(long nanos, @Nullable String newFailure) {
            return new Seen(
                    calls + 1,
                    newFailure == null ? failed : failed + 1,
                    Math.max(longestNanos, nanos),
                    failure == null ? newFailure : failure);
        }
    }

    private Victim(RpcClient client) {
        this.client = client;
    }

    /** Starts to call. */
    static Victim of(String address) {
        Victim victim = new Victim(RpcClient.to(address));
        Prey prey = victim.client.stub(Prey.class, CallOptions.deadline(DEADLINE));
        for (int i = 0; i < CALLERS; i++) {
            victim.start(prey, new byte[SHORT], PAUSE_NANOS);
        }
        victim.start(prey, new byte[LONG], LONG_PAUSE_NANOS);
        return victim;
    }

    private void start(Prey prey, byte[] block, long pauseNanos) {
        Thread caller = new Thread(() -> callOn(prey, block, pauseNanos), "victim");
        caller.setDaemon(true);
        caller.start();
    }

    private void callOn(Prey prey, byte[] block, long pauseNanos) {
        while (!closed) {
            long start = begin();
            String failure = null;
            try {
                byte[] answer = prey.echo(block);
                failure = Arrays.equals(answer, block) ? null : "another block";
            } catch (RpcException e) {
                failure = e.toString();
            }
            end(start, failure);
            LockSupport.parkNanos(pauseNanos);
        }
    }

    private synchronized long begin() {
        long now = System.nanoTime();
        underWay.add(now);
        return now;
    }

    private synchronized void end(Long start, @Nullable String failure) {
        underWay.remove(start);
        seen = seen.and(System.nanoTime() - start, failure);
    }

    /** Returns whether a call has succeeded since the last {@link #seen}. */
    synchronized boolean served() {
        return seen.calls > seen.failed;
    }

    /** Returns the observations since the last call of this method. */
    synchronized Seen seen() {
        Seen ended = seen;
        seen = Seen.NOTHING;
        long now = System.nanoTime();
        long longest = ended.longestNanos;
        for (long start : underWay) {
            longest = Math.max(longest, now - start);
        }
        return new Seen(ended.calls, ended.failed, longest, ended.failure);
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }
}
