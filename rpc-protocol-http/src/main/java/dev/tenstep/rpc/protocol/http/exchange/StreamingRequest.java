package dev.tenstep.rpc.protocol.http.exchange;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.transport.netty.connection.StreamIdle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A request whose body or answer is a stream of messages. Threads: as in {@link CallRequest} and {@link MessageStreams}. */
final class StreamingRequest extends EnvelopedRequest {
    private final MethodContract method;
    private final Streams streams;
    private final StreamIdle idle = new StreamIdle();
    private volatile boolean begun;

    StreamingRequest(HttpStream stream, CallRoute route) {
        super(stream, route);
        this.method = route.method().binding().method();
        this.streams = new Streams(stream);
    }

    /** The call that carries the streams. */
    private static final class StreamCall extends RequestCall {
        private final MessageStreams streams;
        private final @Nullable HeadOrItem form;

        StreamCall(StreamingRequest request, MessageInput message, @Nullable Compressor compressor) {
            super(request, message, compressor);
            this.streams = request.streams;
            this.form = request.form();
        }

        /** Finds the other parameters in the first message, in the handler's thread: it may be compressed. */
        @Override
        protected MessageInput decompress(MessageInput message) throws IOException {
            MessageInput whole = super.decompress(message);
            if (form != null && !form.enter(whole, true)) {
                throw new RpcException(
                        StatusCode.INVALID_ARGUMENT,
                        "a first message of " + method().displayName()
                                + " that is not a head (expected: head first and once, then items)");
            }
            return whole;
        }

        @Override
        protected void givenUp(RpcException why) {
            streams.abort(why);
        }

        @Override
        public @Nullable InboundStream stream() {
            return streams.in();
        }

        void sent(@Nullable RpcException failure) {
            ended(failure);
        }

        void subscriberFailed(Throwable thrown) {
            handlerFailed(thrown);
        }
    }

    private StreamCall running() {
        return (StreamCall) requireNonNull(call());
    }

    /** The streams, whose results and their end go to the client. */
    private final class Streams extends MessageStreams {
        Streams(HttpStream stream) {
            super(stream, null, form());
        }

        @Override
        protected void completePrefix(MessageOutput element) throws IOException {
            StreamingRequest.this.compress(element);
        }

        @Override
        public int maxMessage() {
            return StreamingRequest.this.maxMessage();
        }

        /** Returns true: results before the failure are still delivered. */
        @Override
        public boolean failsInOrder() {
            return true;
        }

        @Override
        public void end() {
            StreamCall ended = running();
            offer(StreamingRequest.this, route().answers().ended(trailers(ended), times(ended)));
            ended.sent(null);
        }

        @Override
        public void fail(RpcException failure) {
            StreamCall failing = running();
            offer(StreamingRequest.this, route().failed(failing, failure, maxMetadata(), true));
            failing.sent(failure);
        }

        @Override
        public String unwritable(Throwable thrown) {
            return running().unwritableElement(thrown);
        }

        @Override
        public String unreadable(Throwable thrown) {
            return running().unreadableElement(thrown);
        }

        /** Does nothing: without window the client stops sending, and it is notified when the call is answered. */
        @Override
        public void cancel() {}

        @Override
        public boolean failed(Throwable thrown) {
            running().subscriberFailed(thrown);
            return true;
        }
    }

    /** Begins the call if its stream is its only parameter. */
    StreamingRequest begin() {
        if (method.stream() != null && form() == null) {
            byte[] none = NoParameters.of(route().method().binding());
            start(none, 0, none.length, null);
        }
        return this;
    }

    /** Returns the form of messages that are either the other parameters or an element of the stream beside them; or null. */
    private @Nullable HeadOrItem form() {
        boolean beside =
                method.stream() != null && !method.parameters().fields().isEmpty();
        return beside ? HeadOrItem.of(route().method().binding().serializer()) : null;
    }

    private void start(byte[] array, int from, int length, @Nullable Compressor compressor) {
        StreamCall starting = new StreamCall(this, lend(array, from, length), compressor);
        if (method.stream() != null) {
            String what = "the stream of " + method.displayName();
            streams.receive(requireNonNull(starting.binding().element()), what, StatusCode.INVALID_ARGUMENT, starting);
        }
        arrive(starting);
    }

    @Override
    protected void read(byte[] array, int from, int end, boolean last) {
        if (streams.in() == null) {
            // Parameters are consumed when they arrive, elements when the handler takes them.
            stream().consumed(end - from);
        }
        streams.moved();
        reader().read(array, from, end);
        if (last) {
            ended();
        }
    }

    private void ended() {
        if (inMessage()) {
            throw malformed("the request's last message is cut short");
        }
        if (call() == null) {
            throw malformed("a request without a message (expected: one)");
        }
        streams.inboundEnded();
    }

    @Override
    public void begins(int length) {
        streams.begins(length);
    }

    @Override
    public void message(byte[] array, int from, int end, boolean compressed) {
        Compressor by = compressor(compressed);
        if (call() == null) {
            start(array, from, end - from, by);
        } else if (streams.in() != null) {
            streams.element(array, from, end, by);
        } else {
            throw malformed("a request with two messages (expected: one)");
        }
    }

    @Override
    public void message(byte[] whole, boolean compressed) {
        if (call() != null && streams.in() != null) {
            streams.element(whole, compressor(compressed));
        } else {
            message(whole, 0, whole.length, compressed);
        }
    }

    /** Begins step 8: sends the head of a stream of results, or the one result. */
    @Override
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    void send(RequestCall answered, Reply reply) {
        if (reply.results() == null) {
            super.send(answered, reply);
            return;
        }
        Encoding.checkReplyMetadata(reply.replyMetadata(), maxMetadata());
        answered.begin(Step.TRAVEL_TO_CLIENT);
        begun = true;
        streams.offer(this, route().answers().begun(reply.replyMetadata()));
        String what = "the results of " + method.displayName();
        streams.send(answered.binding().result(), what, answered, requireNonNull(reply.results()));
    }

    /** Returns the longest that a stream may stand still: a slow subscriber is not a dead one. */
    @Override
    long patienceNanos() {
        return StreamIdle.mostNanos(stream().side().context().services().streamIdleNanos());
    }

    @Override
    boolean headSent() {
        return begun;
    }

    @Override
    public void granted(int more) {
        streams.granted(0, more);
    }

    @Override
    public void roomChanged() {
        streams.roomChanged();
    }

    @Override
    public void closed() {
        RequestCall ended = call();
        if (ended == null) {
            streams.finish();
        } else {
            streams.answered(ended);
        }
        super.closed();
    }

    @Override
    public void check(long now) {
        super.check(now);
        RequestCall running = call();
        if (running != null && !stream().closed()) {
            long most = stream().side().context().services().streamIdleNanos();
            RpcException why = idle.check(now, streams.parts(), streams.waitsForPeer(), method, most);
            if (why != null) {
                running.cancel(why);
            }
        }
    }
}
