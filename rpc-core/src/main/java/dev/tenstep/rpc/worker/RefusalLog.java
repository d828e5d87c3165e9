package dev.tenstep.rpc.worker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns that a limit of a server refuses calls, at most every ten seconds and with their number: a client can cause as
 * many refusals as it likes, and must not fill the disk. Safe for use by many threads.
 */
public final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String limit;
    private final LongSupplier clock;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong logged;

    /**
     * Makes the log of one limit.
     *
     * @param limit the key by which it is set, {@code rpc.in-flight.limit}
     */
    public RefusalLog(String limit) {
        this(limit, System::nanoTime);
    }

    RefusalLog(String limit, LongSupplier clock) {
        this.limit = limit;
        this.clock = clock;
        this.logged = new AtomicLong(clock.getAsLong() - LOG_NANOS);
    }

    /**
     * Counts a call that was refused, and logs it if none was lately.
     *
     * @param peer says where the call came from; asked only for a line
     * @param why the text of the refusal
     */
    public void refused(Supplier<String> peer, String why) {
        refused.incrementAndGet();
        long now = clock.getAsLong();
        long before = logged.get();
        if (now - before >= LOG_NANOS && logged.compareAndSet(before, now)) {
            LOG.warn("calls refused by {}: {}, the last one from {}: {}", limit, refused.getAndSet(0), peer.get(), why);
        }
    }
}
