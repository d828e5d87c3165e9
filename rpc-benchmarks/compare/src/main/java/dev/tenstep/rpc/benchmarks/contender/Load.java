package dev.tenstep.rpc.benchmarks.contender;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of calls outstanding for a while and measures them. One measurement at a time. The threads of the
 * blocking mode live as long as the process: a thread that ended would take its count of allocated bytes with it. Calls
 * that are still outstanding some time after the end void the measurement.
 */
final class Load {
    private final long graceMillis;
    private final Histograms histograms = new Histograms();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "load");
        thread.setDaemon(true);
        return thread;
    });

    Load(long graceMillis) {
        this.graceMillis = graceMillis;
    }

    /** Measures calls of one operation for so many milliseconds, then waits until none is outstanding. */
    <R> Measured measure(Calls<R> calls, Mode mode, int outstanding, long millis) throws Exception {
        CountDownLatch running = new CountDownLatch(outstanding);
        List<Lane<R>> lanes = lanes(calls, outstanding, running);
        Usage before = Usage.now();
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Lane<R> lane : lanes) {
            start(lane, mode, end);
        }
        boolean finished = running.await(millis + graceMillis, TimeUnit.MILLISECONDS);
        long nanos = System.nanoTime() - start;
        Usage used = Usage.now().since(before);
        long completed = completed(lanes); // a lane's own failure tells more than missing replies of others
        if (!finished) {
            throw new CallFailed(running.getCount() + " of " + outstanding + " calls got no reply within " + graceMillis
                    + " ms after the measurement");
        }
        return new Measured(completed, nanos, used, histograms.collect());
    }

    private <R> List<Lane<R>> lanes(Calls<R> calls, int outstanding, CountDownLatch running) {
        List<Lane<R>> lanes = new ArrayList<>();
        for (int i = 0; i < outstanding; i++) {
            lanes.add(new Lane<>(calls, histograms, running, i * 7919));
        }
        return lanes;
    }

    private <R> void start(Lane<R> lane, Mode mode, long end) {
        if (mode == Mode.ASYNC) {
            lane.startCalling(end);
        } else {
            threads.execute(() -> lane.callUntil(end));
        }
    }

    private static <R> long completed(List<Lane<R>> lanes) throws CallFailed {
        long sum = 0;
        for (Lane<R> lane : lanes) {
            @Nullable Throwable failure = lane.failure();
            if (failure != null) {
                throw new CallFailed(failure.toString(), failure);
            }
            sum += lane.completed();
        }
        return sum;
    }

    /** A call that failed, got a wrong reply or got none: the measurement is void. */
    static final class CallFailed extends Exception {
        private static final long serialVersionUID = 1L;

        CallFailed(String message) {
            super(message);
        }

        CallFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
