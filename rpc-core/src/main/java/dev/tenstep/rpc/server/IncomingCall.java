package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Cancellation;
import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.ServedCall;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepTimes;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.worker.HandlerShare;
import dev.tenstep.rpc.worker.InterruptibleTask;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A call on its server: the call, its reply and the target of its reply in one object, which a kernel completes with {@link
 * #send}, {@link #sendFailure} and {@link #sendRefusal}. Answered once: later answers are dropped. A call that is given up is
 * answered at once; what its handler does then is counted as abandoned work of the connection until it ends.
 *
 * <p>Threads: made by the kernel's thread, run by at most one other until it is answered; cancelled by the kernel's.
 * State that more than one thread touches is volatile or guarded by the call's monitor.
 *
 * <p>Longer than other files: admission, answer and what both need are one object, to keep a call small.
 */
public abstract class IncomingCall extends InterruptibleTask implements ServedCall, Reply, ReplyTo {
    private static final byte OPEN = 0;
    private static final byte ANSWERED = 1;
    /** Answered by the kernel, since nobody waits any more, while the handler still runs. */
    private static final byte ABANDONED = 2;

    private static final VarHandle OUTCOME;
    private static final VarHandle EXTRAS;
    private static final VarHandle PARAMETERS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            OUTCOME = lookup.findVarHandle(IncomingCall.class, "outcome", byte.class);
            EXTRAS = lookup.findVarHandle(IncomingCall.class, "extras", IncomingExtras.class);
            PARAMETERS = lookup.findVarHandle(IncomingCall.class, "parameters", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final ServerMethod method;
    private final long deadlineNanos;
    /** The message, until the {@code Object[]} is decoded from it; null when the message was given back undecoded. */
    private @Nullable Object parameters;

    private @Nullable Object result;
    private volatile @Nullable IncomingExtras extras;

    private boolean kept;
    private boolean begun;
    private volatile byte outcome;

    /**
     * Makes one.
     *
     * @param input the parameters' message, lent until {@link #keepArguments()} or the end of the exchange
     * @param traced whether the client wants the server's times
     */
    protected IncomingCall(
            ServerMethod method, MessageInput input, Metadata metadata, long deadlineNanos, boolean traced) {
        this.method = method;
        this.parameters = input;
        this.deadlineNanos = deadlineNanos;
        if (traced || !metadata.isEmpty() || !method.listeners().isEmpty()) {
            IncomingExtras more = new IncomingExtras();
            more.metadata = metadata;
            more.traced = traced;
            more.times = traced || !method.listeners().isEmpty() ? new StepTimes(method.listeners(), null) : null;
            // Nobody else sees the call yet.
            EXTRAS.set(this, more);
        }
    }

    /**
     * Sends the result to the client; any thread. User code writes it, before anything is sent.
     *
     * @throws RpcException if it cannot be written, as {@link Encoding} says: the client is sent that instead
     */
    protected abstract void send(Reply reply);

    /** Sends the failure of a call that was or may have been started; any thread. */
    protected abstract void sendFailure(RpcException failure);

    /** Sends the failure of a call that was certainly not started; any thread. */
    protected abstract void sendRefusal(Refusal refusal);

    /** Its connection's share of the server's handlers. */
    @Override
    protected abstract HandlerShare share();

    /** Runs the call where its method requires. Kernels call this once, having begun {@link Step#TRAVEL_TO_SERVER}. */
    public final void serve() {
        AdaptiveLimit limit = method.limit();
        try {
            if (share().tooMuchAbandoned()) {
                refuse(Refusal.of(StatusCode.RESOURCE_EXHAUSTED, share().refusal(this::peer)));
            } else if (limit != null && !limit.enter()) {
                refuse(limit.refusal(this::peer));
            } else {
                if (limit != null) {
                    extras().enteredNanos = System.nanoTime();
                }
                method.exchange().exchange(this, this);
            }
        } catch (Throwable e) {
            fail(ServerHandle.toFailure(this, e));
        }
    }

    @Override
    protected final void work() {
        workBegins();
        try {
            method.handled().exchange(this, this);
        } catch (Throwable e) {
            fail(ServerHandle.toFailure(this, e));
        } finally {
            workEnds();
        }
    }

    @Override
    protected final void lost(Throwable failure) {
        refuse(Refusal.of(StatusCode.RESOURCE_EXHAUSTED, "the server cannot run the call: " + Thrown.text(failure)));
    }

    @Override
    protected final String label() {
        return binding().method().displayName();
    }

    /**
     * The parameters as their serializer wrote them, if they arrived in another form; in the thread that decodes them.
     *
     * @throws IOException if they are not of that form, or too long
     * @throws RpcException if there is no room for them
     */
    protected MessageInput decompress(MessageInput message) throws IOException {
        return message;
    }

    /** Notes that the handler has this many bytes of parameters until it answers; in the thread that decodes them. */
    protected final void parametersHeld(int bytes) {
        extras().hold(bytes);
        if (outcome == ANSWERED) {
            releaseParameters();
        }
    }

    /** Notes that the handler has answered and released the bytes of its parameters; any thread. */
    protected void parametersReleased(int bytes) {}

    private void releaseParameters() {
        IncomingExtras more = extras;
        if (more != null) {
            parametersReleased(more.release());
        }
    }

    /** Notes that the parameters are kept until they are {@link #argumentsTaken decoded}; in the kernel's thread. */
    protected void argumentsKept(int bytes) {}

    protected void argumentsTaken(int bytes) {}

    @Override
    public abstract String peer();

    /** Returns whether an answer has been given. */
    public final boolean answered() {
        return outcome != OPEN;
    }

    /**
     * Gives up the call, since its client gave up or is gone, or its deadline has passed: it is answered, unless it
     * has been, and its handler is told.
     */
    public final void cancel(RpcException why) {
        boolean waited = share().withdraw(this);
        boolean abandoned = !waited && OUTCOME.compareAndSet(this, OPEN, ABANDONED);
        if (abandoned) {
            share().workAbandoned();
            over();
        }
        givenUp(why);
        if (waited) {
            refuse(Refusal.of(why.code(), why.getMessage() + ": it waited for a handler" + share().whyItWaited()));
        } else if (abandoned) {
            sendFailure(why);
            ended(why);
        }
        IncomingExtras more = extras();
        more.cancelled = true;
        more.cancellation.cancel(why);
        interrupt();
    }

    @Override
    public final String unreadableElement(Throwable thrown) {
        return binding().failures().unreadable("reading an element for " + label(), this, thrown);
    }

    @Override
    public final String unwritableElement(Throwable thrown) {
        String id = binding().failures().log("writing a result of " + label(), this, thrown);
        return "see the server's log, error id " + id;
    }

    /** Ends the call of a handler that threw where a subscriber must not, as if the handler had thrown that. */
    protected final void handlerFailed(Throwable thrown) {
        cancel(ServerHandle.toFailure(this, thrown));
    }

    /** Ends the call's streams for that reason, since nobody waits for the call any more. */
    protected void givenUp(RpcException why) {}

    /**
     * Begins the procedure, unless the call has been answered: from now on no failure says that it was not started.
     *
     * @param filtered whether a filter may answer the call in another thread meanwhile
     */
    final boolean starts(boolean filtered) {
        begun = true;
        if (filtered) {
            // Whoever answers writes the outcome and then reads this: one of the two sees the other.
            VarHandle.fullFence();
        }
        return outcome == OPEN;
    }

    /** Makes the parameters outlive the exchange, before the call goes to another thread. */
    final void keepArguments() {
        if (!kept && parameters instanceof MessageInput lent) {
            MessageInput copy = new MessageInput(Arrays.copyOfRange(lent.array(), lent.position(), lent.end()));
            parameters = copy;
            kept = true;
            argumentsKept(copy.remaining());
        }
    }

    private boolean answer() {
        if (OUTCOME.compareAndSet(this, OPEN, ANSWERED)) {
            over();
            releaseParameters();
            return true;
        }
        if (OUTCOME.compareAndSet(this, ABANDONED, ANSWERED)) {
            share().abandonedWorkEnded();
            releaseParameters();
        }
        return false;
    }

    /** Notes that the call will not be served. */
    protected final void discard() {
        answer();
    }

    /** Stops counting the call, and releases its message. */
    private void over() {
        AdaptiveLimit limit = method.limit();
        if (limit != null && extras().enteredNanos != 0) {
            limit.leave(extras().enteredNanos, System.nanoTime());
        }
        giveBackInput();
    }

    @Override
    public final void reply(Reply reply) {
        if (answer()) {
            RpcException unsent = null;
            try {
                send(reply);
            } catch (Throwable e) {
                unsent = e instanceof RpcException said ? said : Encoding.unwritable(this, "the result", e);
                sendFailure(unsent);
            }
            if (unsent != null || reply.results() == null) {
                ended(unsent);
            }
        }
    }

    @Override
    public final void fail(RpcException failure) {
        if (answer()) {
            RpcException encoded = binding().details().encoded(failure);
            // A refusal of another call is not a refusal of this one.
            if (failure.notStarted() && !failure.fromServer() && !begun) {
                sendRefusal(Refusal.by(encoded));
            } else {
                sendFailure(encoded);
            }
            ended(failure);
        }
    }

    /** Refuses the call, which is not started. */
    final void refuse(Refusal refusal) {
        if (answer()) {
            sendRefusal(refusal);
            ended(refusal.failure());
        }
    }

    /** Ends the call: it was answered, or the last of its results is on its way. A kernel calls this for results. */
    protected final void ended(@Nullable RpcException failure) {
        StepTimes times = seen().times;
        if (times != null) {
            times.end(this, failure != null && failure.declaredIndex() >= 0 ? failure.getCause() : failure);
        }
    }

    private IncomingExtras extras() {
        IncomingExtras now = extras;
        if (now != null) {
            return now;
        }
        EXTRAS.compareAndSet(this, null, new IncomingExtras());
        return Objects.requireNonNull(extras);
    }

    /** The extras, read-only: the shared empty ones if the call has none. */
    private IncomingExtras seen() {
        IncomingExtras now = extras;
        return now == null ? IncomingExtras.NONE : now;
    }

    @Override
    public final CallContext context(Call seen) {
        return extras().context(this, seen);
    }

    @Override
    public final void addReplyMetadata(Metadata more) {
        extras().addReplyMetadata(more);
    }

    @Override
    public final void addTrailers(Metadata more) {
        extras().addTrailers(more);
    }

    @Override
    public final Metadata trailers() {
        return seen().trailers;
    }

    @Override
    public final RpcException streamFailure(Throwable thrown) {
        return binding().details().encoded(ServerHandle.toFailure(this, thrown));
    }

    @Override
    public final Executor signals() {
        return method.signals();
    }

    @Override
    public final MethodBinding binding() {
        return method.binding();
    }

    @Override
    public final Metadata metadata() {
        return seen().metadata;
    }

    @Override
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public final Cancellation cancellation() {
        return extras().cancellation;
    }

    @Override
    public final boolean cancelled() {
        return seen().cancelled;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public final @Nullable Object[] arguments() {
        if (parameters instanceof Object[] decoded) {
            return decoded;
        }
        if (!(parameters instanceof MessageInput message)) {
            throw new RpcException(StatusCode.CANCELLED, this + " had ended before its parameters were decoded");
        }
        @Nullable Object[] decoded = ServerHandle.readParameters(this, message);
        giveBackInput();
        parameters = decoded;
        return decoded;
    }

    /** Releases the message, which is no longer needed. A kernel may do so while a worker decodes: a refusal. */
    private void giveBackInput() {
        if (parameters instanceof MessageInput taken && PARAMETERS.compareAndSet(this, taken, null)) {
            // A kept message has an input of its own, which begins at 0.
            if (kept) {
                argumentsTaken(taken.end());
            }
        }
    }

    @Override
    public final void writeArguments(MessageOutput out) throws IOException {
        binding().parameters().encode(arguments(), out);
    }

    @Override
    public final Reply replyWith(@Nullable Object newResult) {
        result = newResult;
        return this;
    }

    @Override
    public final @Nullable Object result() {
        return result;
    }

    @Override
    public final Flow.@Nullable Publisher<?> results() {
        return binding().method().resultStreams() ? (Flow.Publisher<?>) result : null;
    }

    @Override
    public final Metadata replyMetadata() {
        return seen().replyMetadata;
    }

    @Override
    public final void writeResult(MessageOutput out) throws IOException {
        if (results() == null) {
            binding().result().encode(result, out);
        }
    }

    @Override
    public final boolean traced() {
        return seen().traced;
    }

    @Override
    public final long @Nullable [] serverNanos() {
        StepTimes times = traced() ? seen().times : null;
        return times == null ? null : times.serverDurations(System.nanoTime());
    }

    @Override
    public final void begin(Step step) {
        StepTimes times = seen().times;
        if (times != null) {
            times.begin(this, step);
        }
    }

    @Override
    public String toString() {
        return binding().method().displayName() + " from " + peer();
    }
}
