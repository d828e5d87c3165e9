package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.stream.InboundStream;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The streams of a call on its client. */
final class ClientStreams extends TenstepStreams {
    private static final byte[] EMPTY = {};

    private final StreamTable table;
    private final TenstepClientConnection connection;
    private final Call call;
    private final ReplyTo replyTo;
    private @Nullable ReceivedReply reply;

    ClientStreams(StreamTable table, TenstepClientConnection connection, int id, Call call, ReplyTo replyTo) {
        super(connection, id);
        this.table = table;
        this.connection = connection;
        this.call = call;
        this.replyTo = replyTo;
    }

    /** Starts the caller's stream, after the request, and watches for cancellation. */
    void begin() {
        call.cancellation().onCancel(why -> table.giveUpSoon(this, why));
        Flow.Publisher<?> parameter = call.stream();
        if (parameter != null) {
            String what = "the stream of " + call.method().displayName();
            call.signals().execute(() -> send(requireNonNull(call.binding().element()), what, call, parameter));
        }
    }

    /** Delivers the reply whose results follow as a stream. */
    void replied(Metadata metadata, long @Nullable [] times) {
        String what = "the results of " + call.method().displayName();
        InboundStream results = receive(call.binding().result(), what, StatusCode.INTERNAL, call);
        ReceivedReply received = new ReceivedReply();
        received.reset(call.binding(), EMPTY, 0, 0, metadata, times).withStream(results);
        reply = received;
        ClientKernel.deliver(call, replyTo, received);
    }

    /** Ends the stream of results. */
    void ended(Metadata trailers) {
        InboundStream results = inboundEnded();
        requireNonNull(reply).trailers(trailers);
        finish();
        results.end();
    }

    /**
     * Fails the call for an error from the server. If there was a reply, its results fail, after those that have
     * arrived.
     */
    void failed(RpcException failure) {
        if (failStream(failure)) {
            requireNonNull(in()).fail(failure);
        }
    }

    /** Fails the call at once, on the client. */
    void aborted(RpcException failure) {
        if (failStream(failure)) {
            requireNonNull(in()).abort(failure);
        }
    }

    /**
     * Ends the outgoing stream and returns whether there was a reply, so that its results have to fail. If there was
     * none, fails the call.
     */
    private boolean failStream(RpcException failure) {
        finish();
        if (in() == null) {
            ClientKernel.deliverFailure(call, replyTo, failure);
            return false;
        }
        return true;
    }

    @Override
    protected boolean sends() {
        return call.method().stream() != null;
    }

    @Override
    protected boolean compress(MessageOutput out) throws IOException {
        return connection.compression().compress(out, headroom(), call.compression());
    }

    @Override
    public int maxMessage() {
        return connection.peerMaxMessage();
    }

    /** Gives up the call because the caller's stream failed. */
    @Override
    public void fail(RpcException failure) {
        table.giveUpSoon(this, failure);
    }

    /** Gives up the call because the subscriber cancelled its results, or the caller gave up. */
    @Override
    public void cancel() {
        table.giveUpSoon(this, new RpcException(StatusCode.CANCELLED, call + " was cancelled"));
    }

    @Override
    protected void refuse(RpcException why) {
        table.giveUp(this, why);
    }
}
