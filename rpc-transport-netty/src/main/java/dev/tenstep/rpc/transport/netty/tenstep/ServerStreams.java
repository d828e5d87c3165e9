package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.MethodContract.Style;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.stream.OutboundStream;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A call that carries streams, at its server. */
final class ServerStreams extends CallStreams {
    private static final int TIMES_WITHOUT_HANDLER = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final TenstepServerConnection connection;
    private final StreamCall call;
    private long movedBefore;
    private long movedNanos = System.nanoTime();

    /** The call itself. */
    static final class StreamCall extends TenstepCall {
        private final ServerStreams streams;

        StreamCall(
                ServerMethod method,
                MessageInput message,
                Metadata metadata,
                long deadlineNanos,
                int flags,
                TenstepServerConnection connection,
                int id) {
            super(method, message, metadata, deadlineNanos, flags, connection, id);
            this.streams = new ServerStreams(connection, this);
        }

        ServerStreams streams() {
            return streams;
        }

        void subscriberFailed(Throwable thrown) {
            handlerFailed(thrown);
        }

        @Override
        protected void givenUp(RpcException why) {
            streams.cancelled(why);
        }

        /** The last of its results is on its way, or what stands for it. */
        void sent(@Nullable RpcException failure) {
            ended(failure);
        }

        @Override
        public @Nullable InboundStream stream() {
            return streams.in();
        }
    }

    private ServerStreams(TenstepServerConnection connection, StreamCall call) {
        super(connection, call.id());
        this.connection = connection;
        this.call = call;
        if (call.binding().element() != null) {
            String what = "the stream of " + call.method().displayName();
            receive(call.binding().element(), what, StatusCode.INVALID_ARGUMENT, call);
        }
    }

    /** What a request of the method says of its streams. */
    static int flags(MethodContract method) {
        return (method.stream() == null ? 0 : Wire.FLAG_STREAM) | (method.resultStreams() ? Wire.FLAG_RESULTS : 0);
    }

    /** Refuses a request with streams of a client that has said that it has none. */
    static Refusal noStreams(MethodContract method) {
        return Refusal.of(
                StatusCode.UNIMPLEMENTED,
                method.displayName() + " is called with a stream, and the client's hello has no streams");
    }

    /** Refuses a request that says something else. */
    static Refusal mismatch(MethodContract method, int found, int expected) {
        return Refusal.of(
                StatusCode.FAILED_PRECONDITION,
                method.displayName() + " is called with " + named(found) + " (expected: " + named(expected) + ")");
    }

    private static String named(int flags) {
        return switch (flags) {
            case 0 -> "no stream";
            case Wire.FLAG_STREAM -> "a stream to the server";
            case Wire.FLAG_RESULTS -> "a stream of results";
            default -> "streams both ways";
        };
    }

    /** Sends the results: the reply without a message is on its way. */
    void send(Reply reply) {
        String what = "the results of " + call.method().displayName();
        Flow.Publisher<?> results = requireNonNull(reply.results());
        OutboundStream stream = send(call.binding().result(), what, call);
        if (call.cancelled()) {
            stream.abort(new RpcException(StatusCode.CANCELLED, "the client cancelled the call"));
        }
        stream.open(results, CreditWindow.FIRST_MESSAGES, CreditWindow.FIRST_BYTES);
    }

    /**
     * Ends the call if nothing has moved on its streams for so long while the client was waited for: it sends no elements, or
     * takes no results. Where no handler waits for it, in methods of publishers, that may last ten times as long.
     */
    void checkMoving(long now, long idleNanos) {
        if (moved() != movedBefore || !waitsForPeer()) {
            movedBefore = moved();
            movedNanos = now;
        } else if (now - movedNanos > (holdsHandler() ? idleNanos : idleNanos * TIMES_WITHOUT_HANDLER)) {
            String text = "nothing has moved on the streams of " + call.method().displayName() + " for "
                    + (now - movedNanos) / NANOS_PER_SECOND + " s: the client sends no elements, or takes no results";
            call.cancel(new RpcException(StatusCode.DEADLINE_EXCEEDED, text));
        }
    }

    private boolean holdsHandler() {
        MethodContract method = call.method();
        Style style = method.style();
        return style == Style.STREAM
                || style == Style.BLOCKING
                || (method.stream() != null && method.stream().blocking());
    }

    /** The caller's stream has ended. */
    void parameterEnded() {
        ends().end();
    }

    @Override
    protected boolean sends() {
        return call.method().resultStreams();
    }

    @Override
    protected boolean pack(MessageOutput out) throws IOException {
        return call.pack(out, headroom());
    }

    @Override
    public int maxMessage() {
        return connection.clientMaxMessage();
    }

    @Override
    public void end() {
        Metadata trailers = call.trailers();
        if (trailers.isEmpty() || trailers.size() > connection.clientMaxMetadata()) {
            super.end();
        } else {
            MessageOutput out = new MessageOutput(256);
            try {
                out.position(Wire.REPLY_HEADER);
                FieldWriter.metadata(out, trailers);
            } catch (IOException e) {
                throw new IllegalStateException("metadata that cannot be written", e);
            }
            out.array()[5] = Wire.FLAG_METADATA;
            offer(Wire.END, out);
        }
        call.sent(null);
    }

    @Override
    public void fail(RpcException failure) {
        MessageOutput out = new MessageOutput(256);
        ReplyFrame.writeError(call.id(), WireFailure.of(call, failure, connection.clientMaxMetadata()), out);
        offer(Wire.ERROR, out);
        call.sent(failure);
    }

    /** The results before the failure are results all the same. */
    @Override
    public boolean failsInOrder() {
        return true;
    }

    @Override
    protected void departed(int type) {
        if (type == Wire.END || type == Wire.ERROR) {
            connection.resultsEnded(call);
        }
    }

    @Override
    public String unreadable(Throwable thrown) {
        return call.unreadableElement(thrown);
    }

    @Override
    public String unwritable(Throwable thrown) {
        return call.unwritableElement(thrown);
    }

    @Override
    public boolean failed(Throwable thrown) {
        call.subscriberFailed(thrown);
        return true;
    }

    /** The handler takes no more elements: the client gets no more credit, and hears of it when the call is answered. */
    @Override
    public void cancel() {}

    @Override
    protected void refuse(RpcException why) {
        cancelled(why);
        // Whether it waits for a handler still or not: the client is told the same.
        call.fail(why);
        call.cancel(why);
    }

    /** The client gave up, or is gone: results that are under way are answered for. Event loop. */
    private void cancelled(RpcException why) {
        InboundStream stream = in();
        if (stream != null) {
            stream.abort(why);
        }
        abort(why);
    }
}
