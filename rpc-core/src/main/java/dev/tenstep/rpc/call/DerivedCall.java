package dev.tenstep.rpc.call;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A call that a filter changed: the original with other metadata, arguments, stream or deadline. */
final class DerivedCall implements Call {
    private final Call original;
    private final Metadata metadata;
    private final @Nullable Object[] arguments;
    private final Flow.@Nullable Publisher<?> stream;
    private final long deadlineNanos;

    DerivedCall(
            Call original,
            Metadata metadata,
            @Nullable Object[] arguments,
            Flow.@Nullable Publisher<?> stream,
            long deadlineNanos) {
        this.original = original;
        this.metadata = metadata;
        this.arguments = arguments;
        this.stream = stream;
        this.deadlineNanos = deadlineNanos;
    }

    /** The call that the kernel or the handle made, under whatever filters changed. */
    static Call original(Call call) {
        Call c = call;
        while (c instanceof DerivedCall derived) {
            c = derived.original;
        }
        return c;
    }

    @Override
    public MethodBinding binding() {
        return original.binding();
    }

    @Override
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public Cancellation cancellation() {
        return original.cancellation();
    }

    @Override
    public boolean cancelled() {
        return original.cancelled();
    }

    @Override
    public long callId() {
        return original.callId();
    }

    @Override
    public int attempt() {
        return original.attempt();
    }

    @Override
    public @Nullable Object[] arguments() {
        return arguments;
    }

    @Override
    public void writeArguments(MessageOutput out) throws IOException {
        binding().parameters().encode(arguments, out);
    }

    @Override
    public Reply replyWith(@Nullable Object result) {
        return original.replyWith(result);
    }

    @Override
    public Flow.@Nullable Publisher<?> stream() {
        return stream;
    }

    @Override
    public RpcException streamFailure(Throwable thrown) {
        return original.streamFailure(thrown);
    }

    @Override
    public Executor signals() {
        return original.signals();
    }

    @Override
    public void begin(Step step) {
        original.begin(step);
    }

    @Override
    public boolean waitForReady() {
        return original.waitForReady();
    }

    @Override
    public boolean waitsInThisThread() {
        return original.waitsInThisThread();
    }

    @Override
    public boolean traced() {
        return original.traced();
    }

    @Override
    public String toString() {
        return original.toString();
    }
}
