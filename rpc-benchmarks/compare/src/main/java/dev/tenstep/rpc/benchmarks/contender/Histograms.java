package dev.tenstep.rpc.benchmarks.contender;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Latencies in nanoseconds, one histogram per recording thread, kept for the life of the process so that recording
 * allocates nothing once a thread has recorded. Each histogram is written by its own thread alone and read by
 * {@link #collect} when no call is outstanding any more.
 */
final class Histograms {
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final List<Histogram> all = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Histogram> ofThread = ThreadLocal.withInitial(this::register);

    static Histogram empty() {
        return new Histogram(LONGEST, 2);
    }

    private Histogram register() {
        Histogram histogram = empty();
        all.add(histogram);
        return histogram;
    }

    Histogram ofThread() {
        return ofThread.get();
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(Math.max(nanos, 0), LONGEST));
    }

    /** Returns everything that the threads have recorded, and starts afresh. */
    Histogram collect() {
        Histogram sum = empty();
        for (Histogram histogram : all) {
            sum.add(histogram);
            histogram.reset();
        }
        return sum;
    }
}
