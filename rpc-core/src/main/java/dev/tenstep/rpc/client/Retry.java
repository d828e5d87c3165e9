package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RetryPolicy;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.TimeLimit;
import dev.tenstep.rpc.worker.Timer;
import dev.tenstep.rpc.worker.TimerThread;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * Makes another attempt at a failed call if that is safe and the budget allows it. Stands between a client's filters
 * and the balancer.
 *
 * <ul>
 *   <li>A call that was refused before its procedure was started, because nobody serves (UNAVAILABLE) or there is no
 *       room (RESOURCE_EXHAUSTED), is retried once at once, over another connection if there is one. A call that this
 *       client refused is retried only over another connection.
 *   <li>A call of an idempotent method is retried by its {@link RetryPolicy}, after a backoff.
 *   <li>A unary call of an idempotent method is hedged: if its answer takes longer than a given time, it gets a second
 *       attempt beside the first. The first answer wins, and the other attempt is cancelled.
 * </ul>
 *
 * <p>Some calls are never retried: one that its caller gave up or whose deadline passed, one whose stream has a
 * subscriber or whose reply has begun, and one that a filter wrapped in a class of its own. Nor is a declared
 * exception, which is an answer.
 *
 * <p>Safe for use by many threads. A call that no filter changed and that succeeds at first pays a count and a field.
 */
public final class Retry implements Exchange, AutoCloseable {
    /** No further attempt. */
    static final long NEVER = -1;

    /** Codes with which one server may refuse a call that another one accepts. */
    private static final Set<StatusCode> ELSEWHERE = Set.of(
            StatusCode.UNAVAILABLE,
            StatusCode.RESOURCE_EXHAUSTED,
            StatusCode.UNIMPLEMENTED,
            StatusCode.CANCELLED,
            StatusCode.DEADLINE_EXCEEDED);

    private final Exchange next;
    private final Settings settings;
    private final Timer timer;
    private final RandomGenerator random;
    private final RetryBudget budget;
    private volatile boolean closed;

    /**
     * A client's retry settings.
     *
     * @param policy for stubs whose options have none
     * @param hedge the delay before a second attempt beside the first, for stubs whose options set none; zero for no
     *     hedge
     * @param budgetPercent the attempts that may be added, in percent of the calls
     * @param reserve the attempts that may be added each second on top of that
     * @param several tells whether another attempt can go over another connection
     */
    public record Settings(
            RetryPolicy policy, Duration hedge, int budgetPercent, int reserve, BooleanSupplier several) {}

    /** Makes a retry stage before an exchange. */
    public Retry(Exchange next, Settings settings) {
        this(next, settings, new TimerThread(), () -> ThreadLocalRandom.current()
                .nextLong());
    }

    /** Makes one with another clock and another source of jitter. */
    public Retry(Exchange next, Settings settings, Timer timer, RandomGenerator random) {
        this.next = next;
        this.settings = settings;
        this.timer = timer;
        this.random = random;
        this.budget = new RetryBudget(settings.budgetPercent, settings.reserve, timer.nanoTime());
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        budget.called();
        OutgoingCall original = call.original() instanceof OutgoingCall outgoing ? outgoing : null;
        if (original == null || policy(original).attempts() == 1) {
            next.exchange(call, replyTo);
            return;
        }
        long hedgeNanos = hedgeNanos(original);
        if (call == replyTo && hedgeNanos == 0 && call.stream() == null) {
            original.retryWith(this);
            next.exchange(call, replyTo);
        } else {
            new Attempts(this, original, call, replyTo).begin(hedgeNanos);
        }
    }

    private RetryPolicy policy(OutgoingCall original) {
        RetryPolicy own = original.options().retry();
        return own == null ? settings.policy : own;
    }

    private long hedgeNanos(OutgoingCall original) {
        if (!original.method().idempotent() || original.method().streams()) {
            return 0;
        }
        Duration own = original.options().hedge();
        return TimeLimit.nanos(own == null ? settings.hedge : own);
    }

    /** Returns whether another attempt may follow this many, if the budget allows it. */
    boolean mayFollow(OutgoingCall original, RpcException failure, int attempts) {
        return !closed
                && !original.cancelled()
                && !original.messageGone()
                && failure.declaredIndex() < 0
                && attempts < policy(original).attempts()
                && (refused(failure, attempts) || retriedByPolicy(original, failure));
    }

    /** Returns whether the call was refused, for the first time, by a server or by one of several kernels. */
    private boolean refused(RpcException failure, int attempts) {
        return attempts == 1
                && failure.notStarted()
                && (failure.code() == StatusCode.UNAVAILABLE || failure.code() == StatusCode.RESOURCE_EXHAUSTED)
                && (failure.fromServer() || settings.several.getAsBoolean());
    }

    /**
     * Returns whether an attempt's failure is the call's outcome although another attempt runs: the final word of a
     * procedure that was executed. A failure of this side is none, nor is a lack of room or of servers, nor whatever
     * the policy would retry.
     */
    boolean isAnswer(OutgoingCall original, RpcException failure) {
        return failure.declaredIndex() >= 0
                || (failure.fromServer()
                        && !(failure.notStarted() && ELSEWHERE.contains(failure.code()))
                        && !retriedByPolicy(original, failure));
    }

    private boolean retriedByPolicy(OutgoingCall original, RpcException failure) {
        return original.method().idempotent() && policy(original).codes().contains(failure.code());
    }

    /** The wait before the next attempt, which is taken out of the budget; {@link #NEVER} if there is none. */
    long delayNanos(OutgoingCall original, Call call, RpcException failure, int attempts) {
        long delay = refused(failure, attempts) ? 0 : policy(original).backoffNanos(attempts, random);
        return leaves(call, delay) && budget.take(timer.nanoTime()) ? delay : NEVER;
    }

    /** Returns whether the deadline comes later than that. */
    private boolean leaves(Call call, long delay) {
        return call.deadlineNanos() == 0 || call.deadlineNanos() - timer.nanoTime() > delay;
    }

    /** Returns whether an attempt may be made beside the first, and takes it out of the budget. */
    boolean allowsHedge(Call call) {
        return !closed && !call.cancelled() && leaves(call, 0) && budget.take(timer.nanoTime());
    }

    Exchange next() {
        return next;
    }

    Timer timer() {
        return timer;
    }

    boolean closed() {
        return closed;
    }

    /** Stops all further attempts; calls that wait for one fail. To be closed before the kernels are. */
    @Override
    public void close() {
        closed = true;
        timer.close();
    }

    @Override
    public String toString() {
        return "retry of " + settings;
    }
}
