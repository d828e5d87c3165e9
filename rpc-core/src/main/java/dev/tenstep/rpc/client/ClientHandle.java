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
     * The longest reply that is decoded on arrival, in the event loop. Longer ones are decoded by the blocked caller,
     * or where futures complete.
     */
    private static final int DECODE_AT_ONCE = 2048;

    private static final long LONGEST_NANOS = TimeLimit.nanos(TimeLimit.LONGEST);

    /** Threads that consume the elements of a user's {@link Stream}, which may block. */
    private static final ThreadFactory STREAM_THREADS = WorkerThreads.factory("rpc-stream");

    private final Exchange exchange;
    private final CallOptions options;
    private final ClientEnvironment environment;
    private final long optionNanos;

    /** The publisher that a method with streamed results returns: each subscription makes a call of its own. */
    private record DeferredCall(ClientHandle handle, Invocation invocation) implements Flow.Publisher<Object> {
        @Override
        public void subscribe(Flow.Subscriber<? super Object> subscriber) {
            handle.callForResults(invocation, requireNonNull(subscriber, "subscriber"));
        }
    }

    /** Makes a handle that sends its calls through an exchange: the client's filters and kernels. */
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
     * @throws Throwable the exception for the caller of a blocking method: an {@link RpcException} or a declared
     *     exception
     */
    public @Nullable Object call(MethodBinding binding, @Nullable Object[] parameters) throws Throwable {
        MethodContract method = binding.method();
        if (method.adapter() != null) {
            Invocation invocation = invocation(binding, parameters);
            return method.adapter().adapt(method.method().getReturnType(), () -> standardCall(invocation));
        }
        if (method.resultStreams()) {
            return results(invocation(binding, parameters));
        }
        OutgoingCall call = takeParameters(binding, parameters); // step 1
        handToKernel(call); // step 2
        // Steps 3 to 8: the kernels carry the message to the server and the reply back; between, ServerHandle does 4 to
        // 7.
        return blocks(call) ? call.await() : call; // steps 9 and 10: receive(), as soon as the kernel has the reply
    }

    /** Captures a call for later, with the parameters as they are now. */
    private Invocation invocation(MethodBinding binding, @Nullable Object[] parameters) {
        EncodedArguments encoded =
                EncodedArguments.of(binding, binding.method().withoutStream(parameters), environment.maxMessage());
        return new Invocation(binding, parameters, encoded, CallContext.served());
    }

    /** Makes a call whose result is a stage or a publisher, for a library type that is adapted to one. */
    private Object standardCall(Invocation invocation) {
        if (invocation.binding().method().resultStreams()) {
            return results(invocation);
        }
        OutgoingCall call = takeParameters(invocation, null); // step 1
        handToKernel(call); // step 2
        return call;
    }

    /** The streamed results as the caller gets them; a publisher makes the call on subscription. */
    private Object results(Invocation invocation) {
        if (invocation.binding().method().style() == Style.PUBLISHER) {
            return new DeferredCall(this, invocation);
        }
        BlockingStream pull = new BlockingStream(
                "the results of " + invocation.binding().method().displayName());
        callForResults(invocation, pull);
        return pull.stream();
    }

    /**
     * Makes a call whose results go to a subscriber. Its failures go there too, since the subscriber is told nothing
     * else (1.9).
     */
    private void callForResults(Invocation invocation, Flow.Subscriber<? super Object> subscriber) {
        OutgoingStreamCall call;
        try {
            call = (OutgoingStreamCall) takeParameters(invocation, subscriber); // step 1
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
        // Steps 9 and 10: OutgoingStreamCall.Results, as the results come.
    }

    /** Receives a reply; the kernel calls this in the thread that read it. */
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

    /** Performs steps 9 and 10 for a reply that is decoded in this thread. */
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
            return takeParameters(invocation(binding, parameters), null);
        }
        Call served = CallContext.served();
        return begun(new OutgoingCall(binding, this, parameters, deadline(binding.method(), served)), served);
    }

    private OutgoingCall takeParameters(Invocation invocation, Flow.@Nullable Subscriber<? super Object> subscriber) {
        Call served = invocation.served() != null ? invocation.served() : CallContext.served();
        MethodBinding binding = invocation.binding();
        long deadline = deadline(binding.method(), served);
        return begun(
                binding.method().streams()
                        ? streamCall(invocation, deadline, subscriber)
                        : new OutgoingCall(binding, this, invocation.encoded(), deadline),
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
            Invocation invocation, long deadlineNanos, Flow.@Nullable Subscriber<? super Object> subscriber) {
        MethodBinding binding = invocation.binding();
        StreamParameter parameter = binding.method().stream();
        Object given = parameter == null ? null : invocation.parameters()[parameter.index()];
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
                invocation.encoded(),
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
            // A filter may hold the call back until its caller has changed the objects.
            call.encodeNow();
        }
        try {
            exchange.exchange(call, call);
        } catch (RpcException e) {
            call.retryWith(null);
            call.fail(e.relayed());
        } catch (Throwable e) {
            call.retryWith(null);
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

    /** Delivers a failure, from here or from the server, to the caller that has claimed it. */
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

    /**
     * The call's deadline: by options, method or default, and not later than that of the call which this thread serves.
     */
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

    /** The time that a call may take, by options, method or default; 0 for any time. */
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

    /** The executor for user code that takes part in streams. */
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

    /** Makes the step times of a call that somebody observes, or of a further attempt at one; else null. */
    @Nullable
    StepTimes newTimes(@Nullable Attempt attempt) {
        List<StepListener> listeners = environment.listeners();
        return options.trace() != null || !listeners.isEmpty() ? new StepTimes(listeners, attempt) : null;
    }

    /** Passes on the trace of a successful call. */
    void traced(OutgoingCall call, StepTimes times) {
        Consumer<CallTrace> sink = options.trace();
        CallTrace trace = sink == null ? null : times.trace(call);
        if (sink != null && trace != null) {
            try {
                sink.accept(trace);
            } catch (Throwable e) {
                Thrown.log(LOG, "the receiver of the trace of " + call + " failed", e);
            }
        }
    }
}
