package dev.tenstep.rpc.cli;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepListener;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one call as far as its client knows them, of the last attempt if there were several. Safe for use by several
 * threads; the monitor guards everything.
 */
final class ClientSteps implements StepListener {
    private static final long END_MILLIS = 1000;
    private static final double MICRO = 1000.0;

    private final Map<Step, Long> began = new EnumMap<>(Step.class);
    private boolean wanted;
    private @Nullable Call observed;
    private int attempt;
    private boolean ended;
    private boolean failed;
    private long endNanos;

    /** Begins to listen: the next call that is made is the one. */
    synchronized void begin() {
        wanted = true;
    }

    @Override
    public synchronized void stepBegan(Call call, Step step, long nanos) {
        if (step == Step.CALL_CLIENT_HANDLE && (wanted || isObserved(call))) {
            wanted = false;
            observed = call;
            attempt = call.attempt();
            ended = false;
            began.clear();
        }
        if (isObserved(call) && call.attempt() == attempt) {
            began.put(step, nanos);
        }
    }

    @Override
    public synchronized void callEnded(Call call, @Nullable Throwable failure, long nanos) {
        if (isObserved(call) && call.attempt() == attempt) {
            ended = true;
            failed = failure != null;
            endNanos = nanos;
            notifyAll();
        }
    }

    private boolean isObserved(Call call) {
        return observed != null && observed.callId() == call.callId();
    }

    /** Returns the steps as a table; the thread that ends the call tells it, perhaps a moment later than the caller. */
    synchronized String awaitEnd() {
        try {
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
            for (long left = END_MILLIS; !ended && left > 0; ) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ended && observed != null ? table(observed.method().displayName()) : "";
    }

    private String table(String method) {
        long start = began.values().stream().mapToLong(Long::longValue).min().orElse(endNanos);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "  %s %s after %.1f us%s; of the ten steps, its client knows:%n",
                method,
                failed ? "failed" : "ended",
                (endNanos - start) / MICRO,
                attempt > 1 ? " in attempt " + attempt : ""));
        text.append(String.format("  %-60s %10s %10s%n", "step", "begins us", "lasts us"));
        Step[] known = began.keySet().toArray(Step[]::new);
        for (int i = 0; i < known.length; i++) {
            long from = began.get(known[i]);
            long to = i + 1 < known.length ? began.get(known[i + 1]) : endNanos;
            text.append(line(known[i], (from - start) / MICRO, (to - from) / MICRO));
        }
        return text.toString();
    }

    private static String line(Step step, double begins, double lasts) {
        boolean travels = step == Step.TRAVEL_TO_SERVER || step == Step.TRAVEL_TO_CLIENT;
        return String.format(
                Locale.ROOT,
                "  %2d %-8s %-48s %10.1f %10.1f%n",
                step.number(),
                travels ? "network" : "client",
                step.description(),
                begins,
                lasts);
    }
}
