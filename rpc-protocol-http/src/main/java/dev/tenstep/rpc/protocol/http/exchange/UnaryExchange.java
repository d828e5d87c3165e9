package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import org.jspecify.annotations.Nullable;

/** A call with one message each way. Event loop only. */
class UnaryExchange extends CallExchange {
    private final OneMessage result;
    /** The body as it was sent, for a retry; null if it is too long to keep. */
    private byte @Nullable [] body;

    private int bodyLength;

    UnaryExchange(RequestCodec codec, HttpStream stream, Call call, ReplyTo replyTo) {
        super(codec, stream, call, replyTo);
        this.result = new OneMessage(stream.connection().memory(), codec.arrays());
    }

    /** Remembers the body that is being sent. */
    final void sent(byte[] array, int offset, int length) {
        if (length < ServerSide.LONG || memory().take(length)) {
            body = codec().arrays().copy(array, offset, offset + length);
            bodyLength = length;
        }
    }

    private MemoryBudget.Share memory() {
        return stream().connection().memory();
    }

    private void forget() {
        byte[] kept = body;
        body = null;
        if (kept != null && bodyLength >= ServerSide.LONG) {
            memory().held().add(-bodyLength);
        }
        if (kept != null) {
            codec().arrays().done(kept);
        }
    }

    @Override
    protected final void arrived(int bytes) {
        stream().consumed(bytes);
    }

    @Override
    public final void begins(int length) {
        result.only();
        stream().accept(ByteWindow.beyond(stream().firstWindow(), length));
    }

    @Override
    public final void message(byte[] array, int from, int end, boolean compressed) {
        result.set(array, from, end, compressor(compressed));
    }

    @Override
    public final void message(byte[] message, boolean compressed) {
        result.set(message, compressor(compressed));
    }

    @Override
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    protected final void succeeded(Metadata trailers, long @Nullable [] times) {
        if (result.missing()) {
            fail(OneMessage.none());
            return;
        }
        finish();
        forget();
        result.deliver(this, metadata().with(trailers), times);
    }

    @Override
    protected final void failed(RpcException failure, boolean atOnce) {
        if (finish()) {
            byte[] sent = body;
            if (sent == null) {
                call().argumentsSent(null);
            } else {
                codec().keep(call(), sent, 0, bodyLength);
            }
            forget();
            result.drop();
            ClientKernel.deliverFailure(call(), replyTo(), failure);
        }
    }
}
