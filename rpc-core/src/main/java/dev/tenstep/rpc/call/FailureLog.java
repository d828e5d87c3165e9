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
 * Logs what users' code throws, each kind once with its stack, and then a line with a count every ten seconds: a
 * client can have a handler fail as often as it likes, and must not fill the disk. Of one kind are failures of one class from
 * one place; they have one id, under which the client can ask for the stack.
 *
 * <p>Safe for use by many threads. Nothing here throws: what is logged is users' code itself.
 */
public final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** After this time a stack is logged again, for logs are rotated. */
    private static final long STACK_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final int MOST_KINDS = 64;

    private final LongSupplier clock;
    private final ConcurrentMap<Kind, Entry> entries = new ConcurrentHashMap<>();

    /** The place is null where an exception has no stack; all that are too many for the log are of one kind. */
    private record Kind(@Nullable Class<?> type, @Nullable StackTraceElement place) {
        static final Kind OTHER = new Kind(null, null);
    }

    /** One kind, and since when. */
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
     * Logs a failure, unless its kind has been logged lately.
     *
     * @param what failed, for people to read
     * @param call the call in which it failed, at its server; null if it belongs to none
     * @return the id under which the log has its stack
     */
    public String log(String what, @Nullable Call call, Throwable thrown) {
        return log(kind(thrown), what, call, thrown);
    }

    /** Logs a failure as one of a kind with all others, whatever they are: of something that has a log of its own. */
    public String logAlike(String what, Throwable thrown) {
        return log(Kind.OTHER, what, null, thrown);
    }

    private String log(Kind kind, String what, @Nullable Call call, Throwable thrown) {
        long now = clock.getAsLong();
        Entry known = entries.get(kind);
        if (known == null || now - known.began >= STACK_NANOS) {
            Entry made = new Entry(now);
            Entry before = known == null ? entries.putIfAbsent(kind, made) : replaced(kind, known, made);
            if (before == null) {
                Thrown.log(LOG, what + " failed" + in(call) + ", error id " + made.id, thrown);
                return made.id;
            }
            known = before;
        }
        count(known, what, call, thrown, now);
        return known.id;
    }

    /**
     * Says why a message cannot be read: in the format's words where the format says so, which are for its sender; else, where
     * users' code refused what was read, under which id the log has it.
     */
    public String unreadable(String what, Call call, Throwable thrown) {
        Throwable each = thrown;
        for (int i = 0; each != null && i < MOST_KINDS; i++) {
            if (!(each instanceof IOException)) {
                return "the server's log has the reason under " + log(what, call, thrown);
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

    /** Null if the made one stands there now, else the one that does. */
    private @Nullable Entry replaced(Kind kind, Entry known, Entry made) {
        return entries.replace(kind, known, made) ? null : entries.getOrDefault(kind, known);
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
