package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Cancellation;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A call as a kernel gets it, which remembers how it was answered. */
final class FakeCall implements Call, ReplyTo {
    private final MethodBinding binding;
    private final Metadata metadata;
    private final boolean traced;
    private final Object[] arguments;
    private final Cancellation cancellation = new Cancellation();
    private final List<Object> outcomes = new CopyOnWriteArrayList<>();
    private Metadata replyMetadata = Metadata.EMPTY;
    private long @Nullable [] times;

    FakeCall(MethodBinding binding, Metadata metadata, boolean traced, Object... arguments) {
        this.binding = binding;
        this.metadata = metadata;
        this.traced = traced;
        this.arguments = arguments;
    }

    static FakeCall of(MethodBinding binding, Object... arguments) {
        return new FakeCall(binding, Metadata.EMPTY, false, arguments);
    }

    /** Every answer so far: a result or an exception. */
    List<Object> outcomes() {
        return outcomes;
    }

    Metadata replyMetadata() {
        return replyMetadata;
    }

    long @Nullable [] times() {
        return times;
    }

    @Override
    public void reply(Reply reply) {
        outcomes.add(reply.result());
        replyMetadata = reply.replyMetadata();
        times = reply.serverNanos();
    }

    @Override
    public void fail(RpcException failure) {
        outcomes.add(failure);
    }

    @Override
    public MethodBinding binding() {
        return binding;
    }

    @Override
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public long deadlineNanos() {
        return 0;
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public boolean cancelled() {
        return cancellation.cancelled();
    }

    @Override
    public long callId() {
        return 1;
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public @Nullable Object[] arguments() {
        return arguments;
    }

    @Override
    public void writeArguments(MessageOutput out) throws IOException {
        binding.parameters().encode(arguments, out);
    }

    @Override
    public Reply replyWith(@Nullable Object result) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void begin(Step step) {}

    @Override
    public boolean traced() {
        return traced;
    }
}
