package dev.tenstep.rpc.transport.netty;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.ClientKernel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Checks for calls of a kernel that are over: their deadline has passed, or nobody waits for them. Any thread. */
public final class Deadlines {
    /** The longest time until a client notices that a caller has given up its call. */
    public static final long SWEEP_MILLIS = 20;

    private Deadlines() {}

    /** Returns whether the call's deadline has passed at that time, by {@link System#nanoTime()}. */
    public static boolean passed(Call call, long now) {
        return call.deadlineNanos() != 0 && now - call.deadlineNanos() >= 0;
    }

    /**
     * Removes and returns the calls that nobody waits for or whose deadline has passed, and keeps watching the rest.
     */
    public static <W> List<W> takeOut(Collection<W> waiting, Function<W, Call> calls, long now, DeadlineSweep sweep) {
        List<W> over = new ArrayList<>();
        waiting.removeIf(one -> {
            Call call = calls.apply(one);
            if (call.cancelled() || passed(call, now)) {
                return over.add(one);
            }
            sweep.watch(call.deadlineNanos());
            return false;
        });
        return over;
    }

    /** Returns the failure of a call that is over on the client: its deadline has passed, or the caller gave up. */
    public static RpcException failure(Call call, boolean notStarted) {
        return requireNonNull(ClientKernel.over(call, System.nanoTime(), notStarted), "not over");
    }

    /** Fails a call that was over before it was sent. */
    public static void tell(Call call, ReplyTo replyTo) {
        ClientKernel.deliverFailure(call, replyTo, failure(call, true));
    }

    /** Formats a duration for display: {@code 10 s}, {@code 250 ms}. */
    public static String text(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
