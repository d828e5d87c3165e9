package dev.tenstep.rpc.protocol.http.exchange;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.protocol.http.stream.Departure;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.InboundStream;
import java.io.IOException;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** A call whose request or response is a stream of messages. Threads: as in {@link CallExchange} and {@link MessageStreams}. */
final class StreamingExchange extends CallExchange implements Departure {
    private static final byte[] NOTHING = {};

    private final Streams streams;
    private final OneMessage result;
    private @Nullable ReceivedReply reply;
    /** The outcome if it came before the end of the body; null until then. */
    private BodyOutcomes.@Nullable End outcome;

    StreamingExchange(RequestCodec codec, HttpStream stream, Call call, ReplyTo replyTo) {
        super(codec, stream, call, replyTo);
        this.result = new OneMessage(stream.connection().memory(), codec.arrays());
        this.streams = new Streams(stream, RequestCodec.head(call));
    }

    /** The streams, whose elements go to the server. */
    private final class Streams extends MessageStreams {
        Streams(HttpStream stream, @Nullable HeadOrItem form) {
            super(stream, form, null);
        }

        @Override
        protected void completePrefix(MessageOutput element) throws IOException {
            codec().complete(call(), element);
        }

        @Override
        public void end() {
            offer(StreamingExchange.this, StreamingExchange.this);
        }

        /** Gives up the call because the caller's stream failed. */
        @Override
        public void fail(RpcException failure) {
            giveUpSoon(failure);
        }

        /** Gives up the call because the subscriber cancelled its results. */
        @Override
        public void cancel() {
            giveUpSoon(new RpcException(StatusCode.CANCELLED, call() + " was cancelled"));
        }
    }

    /** Starts the caller's stream, after the request, and watches for cancellation. */
    void begin() {
        call().cancellation().onCancel(this::giveUpSoon);
        Flow.Publisher<?> parameter = call().stream();
        if (parameter != null) {
            String what = "the stream of " + call().method().displayName();
            call().signals()
                    .execute(() -> streams.send(requireNonNull(call().binding().element()), what, call(), parameter));
        }
    }

    /** Ends the request: the last element is on its way. */
    @Override
    public void depart(@Nullable Object what, byte[] array, int offset, int length) {
        stream().end();
    }

    /** Gives up a call that nobody waits for, or that failed on the client. Any thread. */
    private void giveUpSoon(RpcException failure) {
        try {
            stream().connection().channel().eventLoop().execute(() -> giveUp(failure));
        } catch (RejectedExecutionException e) {
            // The event loop has terminated, and has ended the call.
        }
    }

    private void giveUp(RpcException failure) {
        if (!done()) {
            failed(failure, true);
            stream().reset(ErrorCode.CANCEL);
        }
    }

    private boolean resultStreams() {
        return call().method().resultStreams();
    }

    /**
     * Delivers the results. Where the head does not say whether the call fails, that is done behind what has come with it: a
     * failure may be retried as long as nothing was delivered.
     */
    @Override
    protected void headed(Metadata received) {
        if (codec().bodies() == null) {
            deliver(received);
        } else if (resultStreams()) {
            stream().connection().after(0, () -> {
                if (reply == null && !done()) {
                    deliver(received);
                }
            });
        }
    }

    private void deliver(Metadata received) {
        if (!resultStreams()) {
            return;
        }
        String what = "the results of " + call().method().displayName();
        InboundStream results = streams.receive(call().binding().result(), what, StatusCode.INTERNAL, call());
        ReceivedReply streamed = new ReceivedReply();
        streamed.reset(call().binding(), NOTHING, 0, 0, received, null).withStream(results);
        reply = streamed;
        call().begin(Step.TRAVEL_TO_CLIENT);
        ClientKernel.deliver(call(), replyTo(), streamed);
    }

    /** Delivers the results, unless that was done, because their first message has come. */
    private void deliverFirst() {
        if (reply == null) {
            deliver(metadata());
        }
    }

    @Override
    protected void arrived(int bytes) {
        streams.moved();
        if (!resultStreams()) {
            stream().consumed(bytes);
        }
    }

    @Override
    public void begins(int length) {
        if (resultStreams()) {
            deliverFirst();
            streams.begins(length);
        } else {
            result.only();
            stream().accept(ByteWindow.beyond(stream().firstWindow(), length));
        }
    }

    @Override
    public void message(byte[] array, int from, int end, boolean compressed) {
        if (resultStreams()) {
            deliverFirst();
            streams.element(array, from, end, compressor(compressed));
        } else {
            result.set(array, from, end, compressor(compressed));
        }
    }

    @Override
    public void message(byte[] message, boolean compressed) {
        if (resultStreams()) {
            deliverFirst();
            streams.element(message, compressor(compressed));
        } else {
            result.set(message, compressor(compressed));
        }
    }

    @Override
    public void outcomeBegins(int length) {
        stream().accept(ByteWindow.beyond(stream().firstWindow(), length));
    }

    @Override
    public void outcome(byte[] array, int from, int end, boolean compressed) {
        BodyOutcomes bodies = requireNonNull(codec().bodies());
        try {
            MessageInput message = decompressed(compressor(compressed && end > from), array, from, end, bodies.most());
            outcome = bodies.end(message.array(), message.position(), message.end(), call().binding());
        } catch (IOException e) {
            throw new RpcException(StatusCode.INTERNAL, "the end of the stream cannot be decompressed: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new RpcException(StatusCode.INTERNAL, "the end of the stream: " + e.getMessage(), e);
        }
    }

    /** Ends the call by the outcome that ended its messages. */
    @Override
    public void ended(boolean cutShort) {
        if (codec().bodies() == null) {
            super.ended(cutShort);
        }
        BodyOutcomes.End end = outcome;
        if (cutShort || end == null) {
            throw new RpcException(
                    StatusCode.INTERNAL,
                    cutShort
                            ? "the response's last message is cut short"
                            : "the response ended without an end of its stream (expected: a message with flag 2)");
        }
        if (end.failure() != null) {
            throw end.failure();
        }
        try {
            succeeded(codec().metadata(end.trailers(), true), OwnFields.times(end.trailers()));
        } catch (IllegalArgumentException e) {
            throw new RpcException(StatusCode.INTERNAL, "the response's " + e.getMessage(), e);
        }
        resetUnlessEnded();
    }

    @Override
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    protected void succeeded(Metadata trailers, long @Nullable [] times) {
        if (resultStreams()) {
            deliverFirst();
            finish();
            requireNonNull(reply).trailers(trailers);
            streams.finish();
            streams.inboundEnded();
        } else if (result.missing()) {
            fail(OneMessage.none());
        } else {
            finish();
            streams.finish();
            result.deliver(this, metadata().with(trailers), times);
        }
    }

    @Override
    protected void failed(RpcException failure, boolean atOnce) {
        if (!finish()) {
            return;
        }
        streams.finish();
        result.drop();
        InboundStream results = streams.in();
        if (results == null) {
            ClientKernel.deliverFailure(call(), replyTo(), failure);
        } else if (atOnce) {
            results.abort(failure);
        } else {
            results.fail(failure);
        }
    }

    @Override
    public void granted(int more) {
        streams.granted(0, more);
    }

    @Override
    public void roomChanged() {
        streams.roomChanged();
    }
}
