package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.protocol.http.stream.ClientExchange;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A call on its client: step 8, reading the response. Its messages are in envelopes here, and its outcome is in the trailers,
 * or in bodies in the words of {@link BodyOutcomes}. Event loop only.
 */
abstract class CallExchange implements ClientExchange, MessageReader.Sink {
    private static final int OK = 200;
    private static final byte[] NOTHING = {};

    private final RequestCodec codec;
    private final HttpStream stream;
    private final Call call;
    private final ReplyTo replyTo;
    private @Nullable BodyReader reader;
    private @Nullable Compressor encoding;
    private Metadata metadata = Metadata.EMPTY;
    private boolean begun;
    private boolean done;

    CallExchange(RequestCodec codec, HttpStream stream, Call call, ReplyTo replyTo) {
        this.codec = codec;
        this.stream = stream;
        this.call = call;
        this.replyTo = replyTo;
    }

    @Override
    public final Call call() {
        return call;
    }

    final ReplyTo replyTo() {
        return replyTo;
    }

    final RequestCodec codec() {
        return codec;
    }

    final HttpStream stream() {
        return stream;
    }

    @Override
    public final boolean begun() {
        return begun;
    }

    final boolean done() {
        return done;
    }

    /** Notes that the call has its outcome; what still comes is ignored. Returns false if it had one. */
    final boolean finish() {
        boolean first = !done;
        done = true;
        if (first && reader != null) {
            reader.close();
        }
        return first;
    }

    @Override
    public final void head(int status, Fields fields, boolean last) {
        if (done || status < OK) {
            return;
        }
        if (begun) {
            fail(new RpcException(StatusCode.INTERNAL, "a second head of the response (expected: one)"));
            return;
        }
        begun = true;
        BodyOutcomes bodies = codec.bodies();
        if (bodies != null && status != OK && bodies.explains(fields)) {
            reader = new WholeBody(
                    new Explanation(bodies, status, fields), stream.connection().memory(), bodies.most());
        } else {
            RpcException refusal = codec.refusal(status, fields, last, call.binding());
            if (refusal != null) {
                fail(refusal);
            } else if (last && bodies == null) {
                trailers(fields);
            } else {
                tryToBegin(fields);
            }
        }
        if (last && !done) {
            data(NOTHING, 0, 0, true);
        }
    }

    private void tryToBegin(Fields fields) {
        try {
            begin(fields);
        } catch (RpcException e) {
            fail(e);
        } catch (IllegalArgumentException e) {
            fail(new RpcException(StatusCode.INTERNAL, "the response's " + e.getMessage()));
        }
    }

    /** The body of a response that says why the call fails. */
    private final class Explanation implements WholeBody.Sink {
        private final BodyOutcomes bodies;
        private final int status;
        private final Fields head;

        Explanation(BodyOutcomes bodies, int status, Fields head) {
            this.bodies = bodies;
            this.status = status;
            this.head = head;
        }

        @Override
        public RpcException tooLong(long length) {
            return bodies.failure(status, head, NOTHING, 0, 0, call.binding());
        }

        @Override
        public void whole(byte[] array, int from, int end) {
            try {
                Compressor by = end > from ? codec.encoding(head, false) : null;
                MessageInput body = decompressed(by, array, from, end, bodies.most());
                fail(bodies.failure(status, head, body.array(), body.position(), body.end(), call.binding()));
            } catch (IOException | RpcException unreadable) {
                fail(tooLong(0));
            } catch (IllegalArgumentException e) {
                fail(new RpcException(StatusCode.INTERNAL, "the response's " + e.getMessage()));
            }
        }
    }

    /** Returns a message that is lent for the call, decompressed if it is compressed. */
    static MessageInput decompressed(@Nullable Compressor by, byte[] array, int from, int end, int most)
            throws IOException {
        MessageInput message = new MessageInput();
        message.reset(array, from, end - from);
        return by == null ? message : MessageCompression.decompress(by, message, most);
    }

    /**
     * Begins to read a response that is the protocol's.
     *
     * @throws RpcException if it is in an unknown encoding
     * @throws IllegalArgumentException if its metadata is malformed or too large
     */
    protected void begin(Fields fields) {
        encoding = codec.encoding(fields, call.method().streams());
        metadata = codec.metadata(fields, call.method().streams());
        headed(metadata);
    }

    /** Reads the body as that of the response that has begun. */
    final void readBy(BodyReader own) {
        reader = own;
    }

    /** Notes that the response has begun. */
    protected void headed(Metadata received) {}

    /** The metadata of the response's head. */
    final Metadata metadata() {
        return metadata;
    }

    @Override
    public final void data(byte[] array, int from, int end, boolean last) {
        if (done) {
            stream.consumed(end - from);
            return;
        }
        if (!begun) {
            fail(new RpcException(StatusCode.INTERNAL, "a response that begins with its body (expected: its head)"));
            return;
        }
        try {
            arrived(end - from);
            BodyReader messages = reader;
            int alone = messages == null && !last ? MessageReader.alone(array, from, end) : -1;
            if (alone >= 0 && alone <= stream.connection().settings().maxMessage() && (array[from] & 0xfe) == 0) {
                message(array, from + MessageReader.PREFIX, end, array[from] == 1);
                return;
            }
            if (messages == null) {
                messages = envelopes();
                reader = messages;
            }
            messages.read(array, from, end);
            if (last && !done) {
                messages.ended();
            }
        } catch (RpcException e) {
            fail(e);
        }
    }

    private MessageReader envelopes() {
        BodyOutcomes bodies = codec.bodies();
        int maxMessage = stream.connection().settings().maxMessage();
        return new MessageReader(this, stream.connection().memory(), maxMessage, bodies == null ? 0 : bodies.most());
    }

    @Override
    public void ended(boolean cutShort) {
        throw new RpcException(StatusCode.INTERNAL, "the response ended without trailers");
    }

    @Override
    public final RpcException tooLong(long length) {
        return new RpcException(
                StatusCode.RESOURCE_EXHAUSTED,
                "the result of " + call.method().displayName() + " is " + length + " bytes (expected: at most "
                        + stream.connection().settings().maxMessage() + ")");
    }

    /** Notes that bytes of the body have arrived. */
    protected abstract void arrived(int bytes);

    /** Returns the compressor of a message; the server must have named it. */
    final @Nullable Compressor compressor(boolean compressed) {
        if (compressed && encoding == null) {
            throw new RpcException(StatusCode.INTERNAL, "a compressed message of a response that names no encoding");
        }
        return compressed ? encoding : null;
    }

    /** Returns the compressor that the response names; null for none. */
    final @Nullable Compressor encoding() {
        return encoding;
    }

    @Override
    public final void trailers(Fields trailers) {
        if (done) {
            return;
        }
        if (codec.bodies() != null) {
            data(NOTHING, 0, 0, true);
            return;
        }
        try {
            RpcException failure = codec.failure(trailers, call.binding());
            if (failure != null) {
                fail(failure);
            } else if (reader != null && reader.inMessage()) {
                fail(new RpcException(StatusCode.INTERNAL, "the response's last message is cut short"));
            } else {
                succeeded(codec.metadata(trailers, true), OwnFields.times(trailers));
            }
        } catch (IllegalArgumentException e) {
            fail(new RpcException(StatusCode.INTERNAL, "the response's " + e.getMessage()));
        }
        resetUnlessEnded();
    }

    /** Resets the stream if one side has not ended: nothing else is of use. */
    final void resetUnlessEnded() {
        if (!stream.closed() && !(stream.ended() && stream.endSent())) {
            stream.reset(ErrorCode.CANCEL);
        }
    }

    /** Ends step 8: the server has answered. */
    protected abstract void succeeded(Metadata trailers, long @Nullable [] times);

    /** Fails the call for what the server has said, or for how it did; its stream is reset. */
    final void fail(RpcException failure) {
        if (done) {
            return;
        }
        boolean late = Deadlines.passed(call, System.nanoTime());
        RpcException outcome = late ? Deadlines.failure(call, failure.notStarted()) : failure;
        if (!late) {
            call.begin(Step.TRAVEL_TO_CLIENT);
        }
        failed(outcome, late);
        resetUnlessEnded();
    }

    /** Fails the call; {@code atOnce} even if results wait to be consumed. */
    protected abstract void failed(RpcException failure, boolean atOnce);

    @Override
    public final void abort(RpcException failure) {
        if (!done) {
            // A caller that has given up, or whose deadline has passed, is told that: nothing is retried then.
            RpcException over = ClientKernel.over(call, System.nanoTime(), failure.notStarted());
            failed(over == null ? failure : over, true);
        }
    }

    @Override
    public final void broken(@Nullable ErrorCode code, String why) {
        if (!done) {
            fail(code == null ? codec.owner().lost(why, false) : reset(code, call.binding(), begun));
        }
    }

    /**
     * Returns the failure of a call whose stream the server has reset, as gRPC's {@code doc/PROTOCOL-HTTP2.md} says;
     * {@code begun} if its response had begun.
     */
    private static RpcException reset(ErrorCode reset, MethodBinding binding, boolean begun) {
        StatusCode code =
                switch (reset) {
                    case REFUSED_STREAM -> StatusCode.UNAVAILABLE;
                    case CANCEL -> StatusCode.CANCELLED;
                    case ENHANCE_YOUR_CALM -> StatusCode.RESOURCE_EXHAUSTED;
                    case INADEQUATE_SECURITY -> StatusCode.PERMISSION_DENIED;
                    case STREAM_CLOSED, HTTP_1_1_REQUIRED -> StatusCode.UNKNOWN;
                    default -> StatusCode.INTERNAL;
                };
        boolean notStarted = reset == ErrorCode.REFUSED_STREAM && !begun;
        return new RpcException(code, "the server reset the call's stream: " + reset).fromServer(notStarted, binding);
    }

    @Override
    public final void violated(ErrorCode code, String why) {
        boolean tooMuch = code == ErrorCode.ENHANCE_YOUR_CALM;
        fail(new RpcException(tooMuch ? StatusCode.RESOURCE_EXHAUSTED : StatusCode.INTERNAL, why));
    }

    @Override
    public void closed() {
        if (!done) {
            abort(new RpcException(StatusCode.INTERNAL, "the stream of " + call + " ended without an outcome"));
        }
    }
}
