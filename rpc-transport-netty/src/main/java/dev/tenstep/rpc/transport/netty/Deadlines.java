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

/** The calls of a kernel whose deadline has passed, or that nobody waits for. Any thread. */
public final class Deadlines {
    /** How soon a client notices that a caller has given its call up. */
    public static final long SWEEP_MILLIS = 20;

    private Deadlines() {}

    /** Whether it has passed at that time, by {@link System#nanoTime()}. */
    public static boolean passed(Call call, long now) {
        return call.deadlineNanos() != 0 && now - call.deadlineNanos() >= 0;
    }

    /** Takes out those that nobody waits for any more, or whose deadline has passed at that time; has the others watched on. */
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

    /** What the caller is told at its own end of a call that is over: its deadline has passed, or the caller gave it up. */
    public static RpcException failure(Call call, boolean notStarted) {
        return requireNonNull(ClientKernel.over(call, System.nanoTime(), notStarted), "not over");
    }

    /** Tells whoever waits for a call that is over before it was sent. */
    public static void tell(Call call, ReplyTo replyTo) {
        ClientKernel.deliverFailure(call, replyTo, failure(call, true));
    }

    /** A length of time for people to read: {@code 10 s}, {@code 250 ms}. */
    public static String text(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
