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
 * Makes another attempt at a call that failed, where that is safe and the budget allows it; stands between a client's filters
 * and whoever picks an endpoint.
 *
 * <ul>
 *   <li>A call that was refused before its procedure was started, since nobody serves (UNAVAILABLE) or there is no room
 *       (RESOURCE_EXHAUSTED), is tried once more at once, elsewhere if there is another connection; one that this end refused,
 *       only there.
 *   <li>A call of an idempotent method is tried again by its {@link RetryPolicy}, after a wait.
 *   <li>A unary call of an idempotent method whose answer takes longer than a given time gets a second attempt beside the
 *       first; the first answer is taken, the other attempt cancelled.
 * </ul>
 *
 * <p>Never tried again is a call that its caller gave up or whose deadline passed, whose stream somebody has subscribed to, or
 * whose reply has begun; nor a declared exception, which is an answer; nor a call that a filter wrapped in a class of its own.
 *
 * <p>Safe for use by many threads. A call that no filter changed and that succeeds at first pays a count and a field.
 */
public final class Retry implements Exchange, AutoCloseable {
    /** No further attempt. */
    static final long NEVER = -1;

    /** What one server may say before it starts a call, and another not. */
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
     * What a client retries.
     *
     * @param policy where a stub's options have none
     * @param hedge how long to wait before a second attempt beside the first, where a stub's options do not say; zero for
     *     none
     * @param budgetPercent how many attempts may be added, in percent of the calls
     * @param reserve how many may be added each second besides
     * @param several whether another attempt can go over another connection
     */
    public record Settings(
            RetryPolicy policy, Duration hedge, int budgetPercent, int reserve, BooleanSupplier several) {}

    /** Makes one. */
    public Retry(Exchange next, Settings settings) {
        this(next, settings, new TimerThread(), () -> ThreadLocalRandom.current()
                .nextLong());
    }

    /** Makes one with another clock, and another source of jitter. */
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
        OutgoingCall made = call.original() instanceof OutgoingCall outgoing ? outgoing : null;
        if (made == null || policy(made).attempts() == 1) {
            next.exchange(call, replyTo);
            return;
        }
        long hedgeNanos = hedgeNanos(made);
        if (call == replyTo && hedgeNanos == 0 && call.stream() == null) {
            made.retriedBy(this);
            next.exchange(call, replyTo);
        } else {
            new Attempts(this, made, call, replyTo).begin(hedgeNanos);
        }
    }

    private RetryPolicy policy(OutgoingCall made) {
        RetryPolicy own = made.options().retry();
        return own == null ? settings.policy : own;
    }

    private long hedgeNanos(OutgoingCall made) {
        if (!made.method().idempotent() || made.method().streams()) {
            return 0;
        }
        Duration own = made.options().hedge();
        return TimeLimit.nanos(own == null ? settings.hedge : own);
    }

    /** Whether another attempt may follow so many, if the budget allows it. */
    boolean mayFollow(OutgoingCall made, RpcException failure, int attempts) {
        return !closed
                && !made.cancelled()
                && !made.messageGone()
                && failure.declaredIndex() < 0
                && attempts < policy(made).attempts()
                && (refused(failure, attempts) || retriedByPolicy(made, failure));
    }

    /** Whether the call was refused, for the first time, by a server or by one of several kernels. */
    private boolean refused(RpcException failure, int attempts) {
        return attempts == 1
                && failure.notStarted()
                && (failure.code() == StatusCode.UNAVAILABLE || failure.code() == StatusCode.RESOURCE_EXHAUSTED)
                && (failure.fromServer() || settings.several.getAsBoolean());
    }

    /**
     * Whether a failure is the call's, of one attempt while another runs: what a procedure that was executed says for good. Not
     * what this end says, nor that there was no room or nobody to serve, nor what the policy would retry.
     */
    boolean isAnswer(OutgoingCall made, RpcException failure) {
        return failure.declaredIndex() >= 0
                || (failure.fromServer()
                        && !(failure.notStarted() && ELSEWHERE.contains(failure.code()))
                        && !retriedByPolicy(made, failure));
    }

    private boolean retriedByPolicy(OutgoingCall made, RpcException failure) {
        return made.method().idempotent() && policy(made).codes().contains(failure.code());
    }

    /** How long to wait before the next attempt, which is taken out of the budget; {@link #NEVER} if there is none. */
    long delayNanos(OutgoingCall made, Call call, RpcException failure, int attempts) {
        long delay = refused(failure, attempts) ? 0 : policy(made).backoffNanos(attempts, random);
        return leaves(call, delay) && budget.take(timer.nanoTime()) ? delay : NEVER;
    }

    /** Whether the deadline comes later than that. */
    private boolean leaves(Call call, long delay) {
        return call.deadlineNanos() == 0 || call.deadlineNanos() - timer.nanoTime() > delay;
    }

    /** Whether an attempt may be made beside the first; takes it out of the budget. */
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

    /** No attempt is made any more; calls that wait for one fail. To be closed before the kernels are. */
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
