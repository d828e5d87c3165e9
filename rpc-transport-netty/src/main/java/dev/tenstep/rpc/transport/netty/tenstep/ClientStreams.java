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
import dev.tenstep.rpc.stream.OutboundStream;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** The streams of a call at its client. */
final class ClientStreams extends CallStreams {
    private static final byte[] NOTHING = {};

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

    /** The request is on its way: the caller's stream follows, and a cancelled call is noticed at once. */
    void begin() {
        call.cancellation().onCancel(why -> table.giveUpSoon(this, why));
        Flow.Publisher<?> parameter = call.stream();
        if (parameter != null) {
            String what = "the stream of " + call.method().displayName();
            OutboundStream stream = send(requireNonNull(call.binding().element()), what, call);
            call.signals().execute(() -> stream.open(parameter, CreditWindow.FIRST_MESSAGES, CreditWindow.FIRST_BYTES));
        }
    }

    /** Results are to come: the reply goes to who takes them. */
    void replied(Metadata metadata, long @Nullable [] times) {
        String what = "the results of " + call.method().displayName();
        InboundStream results = receive(call.binding().result(), what, StatusCode.INTERNAL, call);
        ReceivedReply received = new ReceivedReply();
        received.reset(call.binding(), NOTHING, 0, 0, metadata, times).withStream(results);
        reply = received;
        ClientKernel.deliver(call, replyTo, received);
    }

    /** The last of the results has come. */
    void ended(Metadata trailers) {
        InboundStream results = ends();
        requireNonNull(reply).trailers(trailers);
        finish();
        results.end();
    }

    /** The server said that the call has failed: so do its results, after what has come, if there was a reply. */
    void failed(RpcException failure) {
        if (replied(failure)) {
            requireNonNull(in()).fail(failure);
        }
    }

    /** The call has failed here and now. */
    void aborted(RpcException failure) {
        if (replied(failure)) {
            requireNonNull(in()).abort(failure);
        }
    }

    /** Ends what goes out; whether there was a reply, and results are to fail. Else the call has. */
    private boolean replied(RpcException failure) {
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
    protected boolean pack(MessageOutput out) throws IOException {
        return connection.packing().pack(out, headroom(), call.compression());
    }

    @Override
    public int maxMessage() {
        return connection.peerMaxMessage();
    }

    /** The caller's stream failed. */
    @Override
    public void fail(RpcException failure) {
        table.giveUpSoon(this, failure);
    }

    /** Who takes results takes no more, or the caller gave up. */
    @Override
    public void cancel() {
        table.giveUpSoon(this, new RpcException(StatusCode.CANCELLED, call + " was cancelled"));
    }

    @Override
    protected void refuse(RpcException why) {
        table.giveUp(this, why);
    }
}
