package dev.tenstep.rpc.call;

import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs exceptions of user code: each kind once with its stack, and then a line with a count every ten seconds. A client
 * can make a handler fail as often as it likes, and must not fill the disk. Failures of one class from one place are of
 * one kind. They share an id, under which the client can ask for the stack.
 *
 * <p>Safe for use by many threads. Nothing here throws, though the logged exceptions are user code themselves.
 */
public final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The time after which a stack is logged again, since logs are rotated. */
    private static final long STACK_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final int MOST_KINDS = 64;

    private final LongSupplier clock;
    private final ConcurrentMap<Kind, Entry> entries = new ConcurrentHashMap<>();

    /** The place is null if an exception has no stack; all kinds beyond the log's capacity count as one. */
    private record Kind(@Nullable Class<?> type, @Nullable StackTraceElement place) {
        static final Kind OTHER = new Kind(null, null);
    }

    /** One kind, and the time at which it was first logged. */
    private static final class Entry {
        final String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
        final AtomicInteger leftOut = new AtomicInteger();
        final AtomicLong counted;
        final long began;

        Entry(long now) {
            began = now;
            counted = new AtomicLong(now);
        }
    }

    FailureLog() {
        this(System::nanoTime);
    }

    FailureLog(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * Logs a failure, unless its kind has been logged recently.
     *
     * @param what failed, for people to read
     * @param call the call in which it failed, on its server; null if it belongs to none
     * @return the id under which the log has its stack
     */
    public String log(String what, @Nullable Call call, Throwable thrown) {
        return log(kind(thrown), what, call, thrown);
    }

    /** Logs a failure as the same kind as all others: for a source that has a log of its own. */
    public String logAlike(String what, Throwable thrown) {
        return log(Kind.OTHER, what, null, thrown);
    }

    private String log(Kind kind, String what, @Nullable Call call, Throwable thrown) {
        long now = clock.getAsLong();
        Entry known = entries.get(kind);
        if (known == null || now - known.began >= STACK_NANOS) {
            Entry fresh = new Entry(now);
            Entry before = known == null ? entries.putIfAbsent(kind, fresh) : replaced(kind, known, fresh);
            if (before == null) {
                Thrown.log(LOG, what + " failed" + in(call) + ", error id " + fresh.id, thrown);
                return fresh.id;
            }
            known = before;
        }
        count(known, what, call, thrown, now);
        return known.id;
    }

    /**
     * Builds the text that says why a message cannot be read. If the format refused it, these are the format's words,
     * which are meant for the sender. If user code refused what was read, it is the id under which the log has the
     * reason.
     */
    public String unreadable(String what, Call call, Throwable thrown) {
        Throwable each = thrown;
        for (int i = 0; each != null && i < MOST_KINDS; i++) {
            if (!(each instanceof IOException)) {
                return "see the server's log, error id " + log(what, call, thrown);
            }
            each = Thrown.cause(each);
        }
        return Thrown.text(thrown);
    }

    private Kind kind(Throwable thrown) {
        Kind kind = new Kind(thrown.getClass(), place(thrown));
        return entries.size() < MOST_KINDS || entries.containsKey(kind) ? kind : Kind.OTHER;
    }

    private static @Nullable StackTraceElement place(Throwable thrown) {
        try {
            StackTraceElement[] stack = thrown.getStackTrace();
            return stack.length == 0 ? null : stack[0];
        } catch (Throwable e) {
            return null;
        }
    }

    /** Null if the new entry is in place now, else the one that is. */
    private @Nullable Entry replaced(Kind kind, Entry known, Entry fresh) {
        return entries.replace(kind, known, fresh) ? null : entries.getOrDefault(kind, known);
    }

    private static String in(@Nullable Call call) {
        return call == null ? "" : " in call " + call.callId() + " from " + call.peer();
    }

    private static void count(Entry entry, String what, @Nullable Call call, Throwable thrown, long now) {
        entry.leftOut.incrementAndGet();
        long since = entry.counted.get();
        if (now - since >= COUNT_NANOS && entry.counted.compareAndSet(since, now)) {
            LOG.error(
                    "{} failed {} more times in {} s, error id {}, the last one{}: {}",
                    what,
                    entry.leftOut.getAndSet(0),
                    TimeUnit.NANOSECONDS.toSeconds(now - since),
                    entry.id,
                    in(call),
                    Thrown.text(thrown));
        }
    }
}
