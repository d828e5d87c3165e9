package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
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
import dev.tenstep.rpc.transport.netty.Deadlines;
import org.jspecify.annotations.Nullable;

/** A call on its client: step 8, reading the response. Event loop only. */
abstract class CallExchange implements ClientExchange, MessageReader.Sink {
    private static final int OK = 200;

    private final RequestCodec codec;
    private final HttpStream stream;
    private final Call call;
    private final ReplyTo replyTo;
    private @Nullable MessageReader reader;
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
        RpcException refusal = codec.refusal(status, fields, last);
        if (refusal != null) {
            fail(refusal);
        } else if (last) {
            trailers(fields);
        } else {
            try {
                begin(fields);
            } catch (RpcException e) {
                fail(e);
            } catch (IllegalArgumentException e) {
                fail(new RpcException(StatusCode.INTERNAL, "the response's " + e.getMessage()));
            }
        }
    }

    private void begin(Fields fields) {
        encoding = codec.encoding(fields);
        metadata = codec.metadata(fields);
        headed(metadata);
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
            MessageReader messages = reader;
            int alone = messages == null && !last ? MessageReader.alone(array, from, end) : -1;
            if (alone >= 0 && alone <= stream.connection().settings().maxMessage() && (array[from] & 0xfe) == 0) {
                message(array, from + MessageReader.PREFIX, end, array[from] == 1);
                return;
            }
            if (messages == null) {
                messages = new MessageReader(
                        this,
                        stream.connection().memory(),
                        stream.connection().settings().maxMessage());
                reader = messages;
            }
            messages.read(array, from, end);
            if (last) {
                throw new RpcException(StatusCode.INTERNAL, "the response ended without trailers");
            }
        } catch (RpcException e) {
            fail(e);
        }
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

    @Override
    public final void trailers(Fields trailers) {
        if (done) {
            return;
        }
        try {
            RpcException failure = codec.failure(trailers, call.binding());
            if (failure != null) {
                fail(failure);
            } else if (reader != null && reader.inMessage()) {
                fail(new RpcException(StatusCode.INTERNAL, "the response's last message is cut short"));
            } else {
                succeeded(codec.metadata(trailers), OwnFields.times(trailers));
            }
        } catch (IllegalArgumentException e) {
            fail(new RpcException(StatusCode.INTERNAL, "the response's " + e.getMessage()));
        }
        resetUnlessEnded();
    }

    /** Resets the stream if one side has not ended: nothing else is of use. */
    private void resetUnlessEnded() {
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
            fail(code == null ? codec.owner().lost(why, false) : codec.reset(code, call.binding(), begun));
        }
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
