package dev.tenstep.rpc.transport.netty.tenstep;

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
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A call as a kernel gets it, which records its answers. */
public final class FakeCall implements Call, ReplyTo {
    private final MethodBinding binding;
    private final Metadata metadata;
    private final boolean traced;
    private final Object[] arguments;
    private final Cancellation cancellation = new Cancellation();
    private final List<Object> outcomes = new CopyOnWriteArrayList<>();
    private final Flow.@Nullable Publisher<?> stream;
    private Metadata replyMetadata = Metadata.EMPTY;
    private long @Nullable [] times;
    private byte @Nullable [] sent;

    FakeCall(MethodBinding binding, Metadata metadata, boolean traced, Object... arguments) {
        this(binding, metadata, traced, null, arguments);
    }

    private FakeCall(
            MethodBinding binding,
            Metadata metadata,
            boolean traced,
            Flow.@Nullable Publisher<?> stream,
            Object... arguments) {
        this.stream = stream;
        this.binding = binding;
        this.metadata = metadata;
        this.traced = traced;
        this.arguments = arguments;
    }

    public static FakeCall of(MethodBinding binding, Object... arguments) {
        return new FakeCall(binding, Metadata.EMPTY, false, arguments);
    }

    /** Makes a call with these arguments and a parameter that is a stream. */
    static FakeCall of(MethodBinding binding, Flow.Publisher<?> stream, Object... arguments) {
        return new FakeCall(binding, Metadata.EMPTY, false, stream, arguments);
    }

    @Override
    public void argumentsSent(byte @Nullable [] message) {
        sent = message;
    }

    /** The message that was passed back for a retry; null if there was none. */
    byte @Nullable [] sent() {
        return sent;
    }

    /** The answers so far: a result or an exception; for streams every result, and the trailers. */
    public List<Object> outcomes() {
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
        replyMetadata = reply.replyMetadata();
        times = reply.serverNanos();
        Flow.Publisher<?> results = reply.results();
        if (results == null) {
            outcomes.add(reply.result());
        } else {
            results.subscribe(new Results(reply));
        }
    }

    private final class Results implements Flow.Subscriber<Object> {
        private final Reply reply;

        Results(Reply reply) {
            this.reply = reply;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Object element) {
            outcomes.add(element);
        }

        @Override
        public void onError(Throwable thrown) {
            outcomes.add(thrown);
        }

        @Override
        public void onComplete() {
            outcomes.add("end " + reply.trailers());
        }
    }

    @Override
    public Flow.@Nullable Publisher<?> stream() {
        return stream;
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
