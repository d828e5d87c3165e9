package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.stream.InboundStream;
import dev.tenstep.rpc.transport.netty.connection.StreamIdle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The streams of a call on its server. */
final class ServerStreams extends TenstepStreams {
    private final TenstepServerConnection connection;
    private final StreamCall call;
    private final StreamIdle idle = new StreamIdle();

    /** The call that carries the streams. */
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
            streams.abort(why);
        }

        /** Ends the call: the last of its results, or its failure, is on its way. */
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

    /** Returns the stream flags that a request for the method must have. */
    static int flags(MethodContract method) {
        return (method.stream() == null ? 0 : Wire.FLAG_STREAM) | (method.resultStreams() ? Wire.FLAG_RESULTS : 0);
    }

    /** Refuses a request with streams from a client whose hello has none. */
    static Refusal noStreams(MethodContract method) {
        return Refusal.of(
                StatusCode.UNIMPLEMENTED,
                method.displayName() + " is called with a stream, but the client's hello announces no streams");
    }

    /** Refuses a request with other stream flags. */
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

    /** Sends the results, after the reply without a message. */
    void send(Reply reply) {
        String what = "the results of " + call.method().displayName();
        send(call.binding().result(), what, call, requireNonNull(reply.results()));
    }

    /** Ends the call if its streams have been idle for so long because of the client. */
    void checkMoving(long now, long idleNanos) {
        RpcException why = idle.check(now, parts(), waitsForPeer(), call.method(), idleNanos);
        if (why != null) {
            call.cancel(why);
        }
    }

    /** Ends the caller's stream. */
    void parameterEnded() {
        inboundEnded().end();
    }

    @Override
    protected boolean sends() {
        return call.method().resultStreams();
    }

    @Override
    protected boolean compress(MessageOutput out) throws IOException {
        return call.compress(out, headroom());
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

    /** Returns true: results before the failure are still delivered. */
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

    /** Does nothing: without credit the client stops sending, and it is notified when the call is answered. */
    @Override
    public void cancel() {}

    @Override
    protected void refuse(RpcException why) {
        abort(why);
        // The client gets the same error whether the call is still queued for a handler or not.
        call.fail(why);
        call.cancel(why);
    }
}
