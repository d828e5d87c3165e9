package dev.tenstep.rpc.server;

import dev.tenstep.rpc.worker.WorkerPool;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects handlers that claim not to block, and do: they hold up all calls of an event loop's connections. Each method
 * is logged once.
 *
 * <p>Threads: each thread that runs handlers writes to a slot of its own, without any fence; one other thread looks.
 */
final class InPlaceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(InPlaceWatch.class);
    private static final int MOST_FRAMES = 12;
    /** The number of slots. Threads share one only if there are more of them; then a blocking one may be overlooked. */
    private static final int PLACES = 32;

    private static final int LONGS_EACH = 8;
    private static final int METHOD_BITS = 16;
    private static final long METHOD = (1 << METHOD_BITS) - 1;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    /**
     * Two values for each slot: the count of calls that have begun, combined with the number of the running method (0
     * for none), and the thread's id.
     */
    private final long[] running = new long[PLACES * LONGS_EACH];

    private final long[] before = new long[PLACES];
    private final List<String> methods = new CopyOnWriteArrayList<>();
    private final Set<String> logged = new HashSet<>();
    private final Consumer<String> log;

    InPlaceWatch() {
        this(LOG::warn);
    }

    InPlaceWatch(Consumer<String> log) {
        this.log = log;
    }

    /** Assigns a number to a method. */
    int number(String method) {
        methods.add(method);
        return (int) (methods.size() & METHOD);
    }

    /** Marks that a method begins in this thread; returns the value to pass to {@link #ends}. */
    long begins(Thread thread, int method) {
        int at = place(thread);
        long outer = running[at];
        LONGS.setOpaque(running, at + 1, thread.getId());
        LONGS.setOpaque(running, at, ((outer & ~METHOD) + METHOD + 1) | method);
        return outer;
    }

    /** Marks that it has ended. */
    void ends(Thread thread, long outer) {
        int at = place(thread);
        LONGS.setOpaque(running, at, ((running[at] & ~METHOD) + METHOD + 1) | (outer & METHOD));
    }

    private static int place(Thread thread) {
        return (int) (thread.getId() & (PLACES - 1)) * LONGS_EACH;
    }

    /** Looks for calls that have not ended since the last look. One thread. */
    void look() {
        for (int place = 0; place < PLACES; place++) {
            int at = place * LONGS_EACH;
            long now = (long) LONGS.getOpaque(running, at);
            int method = (int) (now & METHOD);
            if (method != 0 && now == before[place]) {
                warn(methods.get(method - 1), (long) LONGS.getOpaque(running, at + 1));
            }
            before[place] = now;
        }
    }

    private void warn(String method, long thread) {
        if (logged.add(method)) {
            log.accept(method + " is @NonBlocking, but has blocked its thread for "
                    + TimeUnit.NANOSECONDS.toMillis(WorkerPool.LOOK_NANOS)
                    + " ms or more (expected: a handler that does not block, or no @NonBlocking). Its stack:"
                    + stack(thread));
        }
    }

    private static String stack(long id) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey().getId() == id)
                .map(Map.Entry::getValue)
                .flatMap(Stream::of)
                .limit(MOST_FRAMES)
                .map(frame -> System.lineSeparator() + "\tat " + frame)
                .collect(Collectors.joining());
    }
}
