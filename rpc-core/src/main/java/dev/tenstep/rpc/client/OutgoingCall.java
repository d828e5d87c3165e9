package dev.tenstep.rpc.client;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Cancellation;
import dev.tenstep.rpc.call.EncodedArguments;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.StepTimes;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.cluster.Routed;
import dev.tenstep.rpc.cluster.Subchannel;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call on its client: the call, the receiver of its reply and the caller's future in one object ({@link
 * OutgoingStreamCall} if it carries a stream). It ends once: whoever claims the end first (reply, failure, deadline,
 * the caller) ends it, and all other outcomes are dropped.
 *
 * <p>It is its own first attempt. If that fails, it asks {@link Retry} for another one. A call that succeeds at first
 * allocates nothing for retries.
 *
 * <p>Longer than other files: call, future and first attempt are one object, to keep a call small.
 *
 * <p>Threads: made by the caller, read by the kernel's, ended by any; the claim is an atomic flag, the outcome is the
 * future's.
 */
class OutgoingCall extends ParametersCall implements ReplyTo, Routed, ForkJoinPool.ManagedBlocker {
    /**
     * The time after its deadline that a blocked caller gives the kernel to report it, since the kernel knows the step.
     */
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final VarHandle CLAIMED;
    private static final VarHandle EXTRAS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CLAIMED = lookup.findVarHandle(OutgoingCall.class, "claimed", boolean.class);
            EXTRAS = lookup.findVarHandle(OutgoingCall.class, "extras", Extras.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Null until one of them is asked for. */
    private volatile @Nullable Extras extras;

    /** The thread that waits for the outcome; null if none does. */
    private volatile @Nullable Thread caller;

    private volatile boolean claimed;
    private @Nullable Retry retry;
    private @Nullable Subchannel subchannel;

    /** The state that most calls do without: with it in fields of its own, each call would take 16 bytes more. */
    private static final class Extras {
        final Cancellation cancellation = new Cancellation();
        /** The reply that the waiting thread has to decode. */
        volatile @Nullable Reply undecoded;

        private long callId;

        synchronized long callId(ClientHandle handle) {
            if (callId == 0) {
                callId = handle.nextCallId();
            }
            return callId;
        }
    }

    OutgoingCall(MethodBinding binding, ClientHandle handle, @Nullable Object[] arguments, long deadlineNanos) {
        this(binding, handle, (Object) arguments, deadlineNanos);
    }

    /** Makes a call whose parameters are encoded. */
    OutgoingCall(MethodBinding binding, ClientHandle handle, EncodedArguments encoded, long deadlineNanos) {
        this(binding, handle, (Object) encoded, deadlineNanos);
    }

    private OutgoingCall(MethodBinding binding, ClientHandle handle, Object arguments, long deadlineNanos) {
        super(binding, handle, arguments, deadlineNanos);
        if (handle.blocks(this)) {
            this.caller = Thread.currentThread();
        }
    }

    /** Ties this call to the served call that it was made in: when that one is given up, so is this one. */
    final void endsWith(Call served) {
        Consumer<RpcException> giveUp = why -> giveUpFor(new RpcException(
                why.code() == StatusCode.DEADLINE_EXCEEDED ? why.code() : StatusCode.CANCELLED,
                this + " was given up with " + served + ": " + why.getMessage()));
        mayInheritItsDeadline();
        served.cancellation().onCancel(giveUp);
        whenComplete((result, thrown) -> served.cancellation().forget(giveUp));
    }

    /** Ends the call for this reason, since nobody waits for the outcome any more; no attempt follows. Any thread. */
    void giveUpFor(RpcException why) {
        if (claim()) {
            handle.receiveFailure(this, why);
            cancellationSignal(why);
        }
    }

    /** Claims the right to end the call; true for the first claim. */
    boolean claim() {
        return !claimed && CLAIMED.compareAndSet(this, false, true);
    }

    /** Ends the call with its result; only for the claimant. */
    void succeed(@Nullable Object result) {
        super.complete(result);
        wakeCaller();
        StepTimes heard = times();
        if (heard != null) {
            heard.end(this, null);
            handle.traced(this, heard);
        }
    }

    /** Ends the call with its failure; only for the claimant. */
    void failWith(RpcException failure) {
        Throwable outcome = outcome(failure);
        super.completeExceptionally(outcome);
        wakeCaller();
        ended(outcome);
    }

    /**
     * The caller's exception for a failure: the one that its method declares, if it is one. An exception that cannot
     * describe itself is wrapped, because stages query every exception that they pass on, and dependent stages would
     * never complete.
     */
    static Throwable outcome(RpcException failure) {
        Throwable declared = failure.declaredIndex() < 0 ? null : failure.getCause();
        return declared == null || !Thrown.canBeAsked(declared) ? failure : declared;
    }

    private void wakeCaller() {
        Thread waiting = caller;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Lets the blocked caller decode a reply that is too large for an event loop; false if no caller is blocked. */
    boolean handOver(Reply reply) {
        if (!handle.blocks(this)) {
            return false;
        }
        extras().undecoded = reply;
        wakeCaller();
        return true;
    }

    private @Nullable Reply undecoded() {
        Extras now = extras;
        return now == null ? null : now.undecoded;
    }

    /** Waits for the outcome in the caller's thread: returns the result or throws the caller's exception. */
    @Nullable
    Object await() throws Throwable {
        while (!isDone()) {
            Reply reply = undecoded();
            if (reply != null) {
                handle.decodeAndDeliver(this, reply);
                break;
            }
            park();
            if (Thread.interrupted()) {
                giveUp(new RpcException(StatusCode.CANCELLED, "the caller of " + this + " was interrupted"));
                Thread.currentThread().interrupt();
            }
        }
        caller = null;
        if (!isCompletedExceptionally()) {
            return join();
        }
        throw RpcException.thrownHere(failure());
    }

    /** The call's failure; the call's own object, not a wrapper that queries it. */
    private @Nullable Throwable failure() {
        return handle((result, thrown) -> thrown).join();
    }

    /**
     * Blocks so that a ForkJoinPool compensates with another worker if its worker calls: the outcome may depend on the
     * pool's tasks.
     */
    private void park() {
        if (Thread.currentThread() instanceof ForkJoinWorkerThread) {
            try {
                ForkJoinPool.managedBlock(this);
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RejectedExecutionException e) {
                // The pool has its maximum of workers.
            }
        }
        block();
    }

    @Override
    public final boolean isReleasable() {
        return isDone() || undecoded() != null;
    }

    /** Parks once. */
    @Override
    public final boolean block() {
        long left = deadlineNanos() == 0 ? Long.MAX_VALUE : deadlineNanos() - System.nanoTime() + GRACE_NANOS;
        if (left <= 0 && !claimed) {
            giveUp(deadlineExceeded(null));
        } else if (left <= 0 && !isReleasable()) {
            // Somebody is about to end it, and has only to read what came.
            LockSupport.parkNanos(this, GRACE_NANOS);
        } else if (!isReleasable()) {
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    private void giveUp(RpcException why) {
        if (claim()) {
            failWith(why);
            cancellationSignal(why);
        }
    }

    final void cancellationSignal(RpcException why) {
        Extras now = extras;
        if (now != null) {
            now.cancellation.cancel(why);
        }
    }

    @Override
    public void reply(Reply reply) {
        if (reply == null) {
            fail(nullAnswer("reply"));
        } else {
            handle.receive(this, reply);
        }
    }

    /** The failure for a filter that answered with null, which no compiler prevents. */
    private RpcException nullAnswer(String what) {
        return new RpcException(StatusCode.INTERNAL, "a filter answered " + this + " with a " + what + " that is null");
    }

    @Override
    public void fail(RpcException given) {
        RpcException failure = given == null ? nullAnswer("failure") : given;
        Retry tried = retry;
        if (tried != null) {
            retry = null;
            new Attempts(tried, this, this, this).fail(failure);
        } else if (claim()) {
            handle.receiveFailure(this, withStep(failure));
            cancellationSignal(failure);
        }
    }

    /** Sets the retry that is asked for another attempt if this one, the first, fails. */
    void retryWith(@Nullable Retry newRetry) {
        retry = newRetry;
    }

    @Nullable
    StepTimes newTimes(Attempt attempt) {
        return handle.newTimes(attempt);
    }

    CallOptions options() {
        return handle.options();
    }

    @Override
    public List<Subchannel> tried() {
        Subchannel sentOver = subchannel;
        return sentOver == null ? List.of() : List.of(sentOver);
    }

    @Override
    public void sentOver(Subchannel taken) {
        subchannel = taken;
    }

    @Override
    public boolean complete(@Nullable Object value) {
        if (claim()) {
            succeed(value);
            cancellationSignal(new RpcException(StatusCode.CANCELLED, "the caller completed " + this + " itself"));
            return true;
        }
        return false;
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        if (claim()) {
            super.completeExceptionally(failure);
            ended(failure);
            cancellationSignal(new RpcException(StatusCode.CANCELLED, "the caller completed " + this + " itself"));
            return true;
        }
        return false;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (claim()) {
            super.cancel(mayInterruptIfRunning);
            RpcException why = new RpcException(StatusCode.CANCELLED, "the caller cancelled " + this);
            ended(why);
            cancellationSignal(why);
            return true;
        }
        return isCancelled();
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    private Extras extras() {
        Extras now = extras;
        if (now != null) {
            return now;
        }
        Extras made = new Extras();
        if (!EXTRAS.compareAndSet(this, null, made)) {
            return requireNonNull(extras);
        }
        // Whoever claims the end sees these, or this sees the claim.
        if (claimed) {
            made.cancellation.cancel(reasonOfEnd());
        }
        return made;
    }

    @Override
    public Cancellation cancellation() {
        return extras().cancellation;
    }

    /** The reason that nobody waits any more for a call that has ended, for a kernel that still has it. */
    private RpcException reasonOfEnd() {
        if (isCancelled()) {
            return new RpcException(StatusCode.CANCELLED, "the caller cancelled " + this);
        }
        Throwable failure = isCompletedExceptionally() ? failure() : null;
        return failure instanceof RpcException said
                ? said.relayed()
                : new RpcException(StatusCode.CANCELLED, this + " has ended");
    }

    @Override
    public boolean cancelled() {
        return claimed;
    }

    @Override
    public Metadata metadata() {
        return handle.options().metadata();
    }

    @Override
    public long callId() {
        return extras().callId(handle);
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Reply replyWith(@Nullable Object result) {
        return Reply.of(binding(), result);
    }

    @Override
    public @Nullable String compression() {
        return handle.options().compression();
    }

    @Override
    public boolean waitForReady() {
        return handle.options().waitsForReady();
    }

    @Override
    public boolean waitsInThisThread() {
        return caller == Thread.currentThread();
    }

    @Override
    public boolean traced() {
        return handle.options().trace() != null;
    }

    @Override
    public Executor signals() {
        return handle.signals();
    }

    @Override
    public String toString() {
        return binding().method().displayName();
    }
}
