package dev.tenstep.rpc.client;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.CallTrace;
import dev.tenstep.rpc.call.EncodedArguments;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.StepListener;
import dev.tenstep.rpc.call.StepTimes;
import dev.tenstep.rpc.call.ThreadState;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.call.TimeLimit;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.MethodContract.StreamParameter;
import dev.tenstep.rpc.contract.MethodContract.Style;
import dev.tenstep.rpc.stream.BlockingStream;
import dev.tenstep.rpc.stream.Requests;
import dev.tenstep.rpc.stream.StreamPublisher;
import dev.tenstep.rpc.worker.WorkerThreads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's half of a remote call: steps 1 and 2 in {@link #call}, steps 9 and 10 in {@link #receive}. Between them the
 * kernels carry the messages (3, 8) and {@code ServerHandle} does the server's half. Safe for use by many threads.
 */
public final class ClientHandle {
    private static final Logger LOG = LoggerFactory.getLogger(ClientHandle.class);

    /**
     * Replies up to this many bytes are decoded where they arrive, in the event loop; larger ones by the caller who is blocked,
     * or where futures complete.
     */
    private static final int DECODE_AT_ONCE = 2048;

    private static final long LONGEST_NANOS = TimeLimit.nanos(TimeLimit.LONGEST);

    /** What takes the elements of a user's {@link Stream}, which may block. */
    private static final ThreadFactory STREAM_THREADS = WorkerThreads.factory("rpc-stream");

    private final Exchange exchange;
    private final CallOptions options;
    private final ClientEnvironment environment;
    private final long optionNanos;

    /** The publisher that a method returns whose results stream: each subscriber makes a call of its own, when it subscribes. */
    private record LateCall(ClientHandle handle, Invocation made) implements Flow.Publisher<Object> {
        @Override
        public void subscribe(Flow.Subscriber<? super Object> subscriber) {
            handle.callForResults(made, requireNonNull(subscriber, "subscriber"));
        }
    }

    /** Makes one that sends its calls through an exchange: the client's filters and kernels. */
    public ClientHandle(Exchange exchange, CallOptions options, ClientEnvironment environment) {
        this.exchange = exchange;
        this.options = options;
        this.environment = environment;
        Duration given = options.deadline();
        this.optionNanos = given == null ? 0 : TimeLimit.nanos(given);
    }

    /**
     * Makes a remote call: returns its result, or its future where the method is async.
     *
     * @throws Throwable what the caller of a blocking method is to see: an {@link RpcException} or a declared exception
     */
    public @Nullable Object call(MethodBinding binding, @Nullable Object[] parameters) throws Throwable {
        MethodContract method = binding.method();
        if (method.adapter() != null) {
            Invocation made = made(binding, parameters);
            return method.adapter().adapt(method.method().getReturnType(), () -> standardCall(made));
        }
        if (method.resultStreams()) {
            return results(made(binding, parameters));
        }
        OutgoingCall call = takeParameters(binding, parameters); // step 1
        handToKernel(call); // step 2
        // step 3: the kernels carry the message to the server; steps 4 to 7: ServerHandle; step 8: the reply travels
        // back
        return blocks(call) ? call.await() : call; // steps 9 and 10: receive(), as soon as the kernel has the reply
    }

    /** A call that is made later, of parameters as they are now. */
    private Invocation made(MethodBinding binding, @Nullable Object[] parameters) {
        EncodedArguments encoded =
                EncodedArguments.of(binding, binding.method().withoutStream(parameters), environment.maxMessage());
        return new Invocation(binding, parameters, encoded, CallContext.served());
    }

    /** A call whose result is a stage or a publisher, for the type of another library that stands for one. */
    private Object standardCall(Invocation made) {
        if (made.binding().method().resultStreams()) {
            return results(made);
        }
        OutgoingCall call = takeParameters(made, null); // step 1
        handToKernel(call); // step 2
        return call;
    }

    /** What the caller takes results from that stream; a publisher makes the call when it is subscribed to. */
    private Object results(Invocation made) {
        if (made.binding().method().style() == Style.PUBLISHER) {
            return new LateCall(this, made);
        }
        BlockingStream pull =
                new BlockingStream("the results of " + made.binding().method().displayName());
        callForResults(made, pull);
        return pull.stream();
    }

    /** Makes a call whose results go to a subscriber, which hears of everything that fails, for it is told nothing else (1.9). */
    private void callForResults(Invocation made, Flow.Subscriber<? super Object> subscriber) {
        OutgoingStreamCall call;
        try {
            call = (OutgoingStreamCall) takeParameters(made, subscriber); // step 1
        } catch (Throwable e) {
            Requests.refuse(subscriber, e);
            return;
        }
        try {
            subscriber.onSubscribe(call);
        } catch (Throwable e) {
            Thrown.log(LOG, "a subscriber to the results of " + call + " failed", e);
            call.cancel();
        }
        if (!call.cancelled()) {
            handToKernel(call); // step 2
        }
        // steps 9 and 10: OutgoingStreamCall.Results, as the results come
    }

    /** The reply has travelled back: the kernel calls this in the thread that read it. */
    void receive(OutgoingCall call, Reply reply) {
        if (call.cancelled()) {
            return;
        }
        if (reply.resultLength() > DECODE_AT_ONCE && (blocks(call) || environment.completions() != null)) {
            receiveElsewhere(call, reply.keep());
        } else {
            decodeAndDeliver(call, reply);
        }
    }

    /** Steps 9 and 10, of a reply that is decoded in this thread. */
    void decodeAndDeliver(OutgoingCall call, Reply reply) {
        if (!call.claim()) {
            return;
        }
        try {
            Object result = takeResult(call, reply); // step 9
            deliver(call, result); // step 10
        } catch (RpcException e) {
            receiveFailure(call, e);
        } catch (Throwable e) {
            String text = "the reply to " + call + " failed: " + Thrown.text(e);
            receiveFailure(call, new RpcException(StatusCode.INTERNAL, text, e));
        }
    }

    @PerformsStep(Step.CALL_CLIENT_HANDLE)
    private OutgoingCall takeParameters(MethodBinding binding, @Nullable Object[] parameters) {
        if (binding.method().streams()) {
            return takeParameters(made(binding, parameters), null);
        }
        Call served = CallContext.served();
        return begun(new OutgoingCall(binding, this, parameters, deadline(binding.method(), served)), served);
    }

    private OutgoingCall takeParameters(Invocation made, Flow.@Nullable Subscriber<? super Object> subscriber) {
        Call served = made.served() != null ? made.served() : CallContext.served();
        MethodBinding binding = made.binding();
        long deadline = deadline(binding.method(), served);
        return begun(
                binding.method().streams()
                        ? streamCall(made, deadline, subscriber)
                        : new OutgoingCall(binding, this, made.encoded(), deadline),
                served);
    }

    private static OutgoingCall begun(OutgoingCall call, @Nullable Call served) {
        if (served != null) {
            call.endsWith(served);
        }
        call.begin(Step.CALL_CLIENT_HANDLE);
        return call;
    }

    private OutgoingStreamCall streamCall(
            Invocation made, long deadlineNanos, Flow.@Nullable Subscriber<? super Object> subscriber) {
        MethodBinding binding = made.binding();
        StreamParameter parameter = binding.method().stream();
        Object given = parameter == null ? null : made.parameters()[parameter.index()];
        if (parameter != null && parameter.adapter() != null && given != null) {
            given = parameter.adapter().unwrap(given);
        }
        StreamPublisher push = given instanceof Stream<?> pulled
                ? new StreamPublisher(
                        pulled, task -> STREAM_THREADS.newThread(task).start())
                : null;
        OutgoingStreamCall call = new OutgoingStreamCall(
                binding,
                this,
                made.encoded(),
                deadlineNanos,
                push != null ? push : (Flow.Publisher<?>) given,
                subscriber);
        if (push != null) {
            call.whenComplete((result, thrown) -> push.abandon());
        }
        return call;
    }

    @PerformsStep(Step.HAND_TO_CLIENT_KERNEL)
    private void handToKernel(OutgoingCall call) {
        call.begin(Step.HAND_TO_CLIENT_KERNEL);
        if (call.method().stream() != null && call.stream() == null) {
            String text = "the stream '" + call.method().stream().name() + "' of "
                    + call.method().displayName() + " is null (expected: a stream)";
            call.fail(RpcException.notStarted(StatusCode.INVALID_ARGUMENT, text, null));
            return;
        }
        CallWatch watch = environment.watch();
        if (watch != null && !blocks(call)) {
            // A filter may keep the call until its caller's objects are others.
            call.encodeNow();
        }
        try {
            exchange.exchange(call, call);
        } catch (RpcException e) {
            call.retriedBy(null);
            call.fail(e.relayed());
        } catch (Throwable e) {
            call.retriedBy(null);
            call.fail(new RpcException(StatusCode.INTERNAL, call + " could not be sent: " + Thrown.text(e), e));
        }
        if (watch != null && !call.isDone()) {
            watch.watch(call);
        }
    }

    @PerformsStep(Step.RECEIVE_REPLY)
    private static @Nullable Object takeResult(OutgoingCall call, Reply reply) {
        call.begin(Step.RECEIVE_REPLY);
        StepTimes times = call.times();
        if (times != null) {
            times.serverNanos(reply.serverNanos());
        }
        Object result = reply.result();
        if (result == null && call.method().resultIsPrimitive()) {
            throw new RpcException(StatusCode.INTERNAL, nullFor(call.method()));
        }
        return result;
    }

    private static String nullFor(MethodContract method) {
        return "the result of " + method.displayName() + " is null (expected: the "
                + method.method().getReturnType() + " that it returns here; the server's may be the boxed type)";
    }

    @PerformsStep(Step.DELIVER_RESULT)
    private void deliver(OutgoingCall call, @Nullable Object result) {
        Executor completions = environment.completions();
        if (blocks(call)) {
            call.begin(Step.DELIVER_RESULT);
            call.succeed(result);
        } else if (completions == null) {
            succeedHere(call, result);
        } else {
            completions.execute(new Delivery.Result(call, result));
        }
    }

    private static void succeedHere(OutgoingCall call, @Nullable Object result) {
        Thread thread = Thread.currentThread();
        boolean interrupted = thread.isInterrupted();
        ClassLoader loader = thread.getContextClassLoader();
        String name = thread.getName();
        int priority = thread.getPriority();
        call.begin(Step.DELIVER_RESULT);
        call.succeed(result);
        ThreadState.restore(thread, interrupted, loader, name, priority);
    }

    /** The call has failed, there or here; its caller has claimed it. */
    void receiveFailure(OutgoingCall call, RpcException failure) {
        if (failure.fromServer()) {
            call.begin(Step.RECEIVE_REPLY);
            call.begin(Step.DELIVER_RESULT);
        }
        if (blocks(call)) {
            call.failWith(failure);
        } else {
            Executor completions = environment.completions();
            (completions == null ? Call.IN_PLACE : completions).execute(new Delivery.Failure(call, failure));
        }
    }

    private void receiveElsewhere(OutgoingCall call, Reply kept) {
        if (!call.handOver(kept)) {
            signals().execute(new Delivery.Undecoded(call, kept));
        }
    }

    /** When a call ends at the latest: by options, method or default, and not later than the call that this thread serves. */
    private long deadline(MethodContract method, @Nullable Call served) {
        long nanos = budgetNanos(method);
        long inherited = served == null ? 0 : served.deadlineNanos();
        if (nanos == 0) {
            return inherited;
        }
        long deadline = System.nanoTime() + nanos;
        if (inherited != 0 && inherited - deadline < 0) {
            return inherited;
        }
        return deadline == 0 ? 1 : deadline;
    }

    /** How long a call may take by options, method or default; 0 for any time. */
    long budgetNanos(MethodContract method) {
        long nanos = Math.min(method.timeoutNanos(), LONGEST_NANOS);
        if (optionNanos != 0) {
            nanos = optionNanos;
        } else if (nanos == 0 && !method.streams()) {
            nanos = environment.defaultDeadlineNanos();
        }
        return nanos;
    }

    boolean blocks(OutgoingCall call) {
        return call.method().style() == Style.BLOCKING;
    }

    /** Where user's code runs that takes part in streams. */
    Executor signals() {
        Executor completions = environment.completions();
        return completions == null ? Call.IN_PLACE : completions;
    }

    CallOptions options() {
        return options;
    }

    int maxMessage() {
        return environment.maxMessage();
    }

    long nextCallId() {
        return environment.callIds().incrementAndGet();
    }

    /** Made for a call that somebody observes, or a further attempt at one; else null. */
    @Nullable
    StepTimes newTimes(@Nullable Attempt attempt) {
        List<StepListener> listeners = environment.listeners();
        return options.trace() != null || !listeners.isEmpty() ? new StepTimes(listeners, attempt) : null;
    }

    /** Tells the trace of a call that succeeded. */
    void traced(OutgoingCall call, StepTimes times) {
        Consumer<CallTrace> sink = options.trace();
        CallTrace trace = sink == null ? null : times.trace(call);
        if (sink != null && trace != null) {
            try {
                sink.accept(trace);
            } catch (Throwable e) {
                Thrown.log(LOG, "who asked for the trace of " + call + " failed", e);
            }
        }
    }
}
