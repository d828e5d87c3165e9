package dev.tenstep.rpc.worker;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes what a pool's workers are doing when a task finds none free: in the failure, and every ten seconds in the
 * log. Computed once a second at most, since it is needed when the pool is overloaded. Safe for use by many threads.
 */
final class PoolUse {
    private static final Logger LOG = LoggerFactory.getLogger(PoolUse.class);
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_NAMED = 3;

    private final String name;
    private final int workers;
    private final AtomicLong foundOut = new AtomicLong(System.nanoTime() - KEEP_NANOS);
    private final AtomicLong logged = new AtomicLong(System.nanoTime() - LOG_NANOS);
    private final AtomicLong warned = new AtomicLong(System.nanoTime() - LOG_NANOS);
    private volatile String text = "";

    PoolUse(String name, int workers) {
        this.name = name;
        this.workers = workers;
    }

    /**
     * The text, such as " (handlers of rpc-handler: 256, of these 250 in Tree.walk, 6 in Users.find)"; empty while
     * nothing runs.
     */
    String text(Supplier<Stream<String>> running) {
        long now = System.nanoTime();
        long before = foundOut.get();
        if (now - before >= KEEP_NANOS && foundOut.compareAndSet(before, now)) {
            text = count(running.get());
            if (text.isEmpty()) {
                foundOut.set(before);
            } else {
                log(now);
            }
        }
        return text;
    }

    private void log(long now) {
        long last = logged.get();
        if (now - last >= LOG_NANOS && logged.compareAndSet(last, now)) {
            LOG.warn("no handler is free for further calls{}", text);
        }
    }

    /** Logs a failure of the pool itself, at most every ten seconds. Never throws. */
    void warn(String what, int left, Throwable failure) {
        try {
            long before = warned.get();
            long now = System.nanoTime();
            if (now - before >= LOG_NANOS && warned.compareAndSet(before, now)) {
                LOG.warn("{}: {}; {} workers remain", name, what, left, failure);
            }
        } catch (Throwable noMemory) {
            // Nothing can be done without memory; the pool's counts are right.
        }
    }

    private String count(Stream<String> labels) {
        Map<String, Long> counts =
                labels.collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
        String most = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_NAMED)
                .map(each -> each.getValue() + " in " + each.getKey())
                .collect(Collectors.joining(", "));
        return most.isEmpty() ? "" : " (handlers of " + name + ": " + workers + ", of these " + most + ")";
    }
}
