package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import org.jspecify.annotations.Nullable;

/** A call with one message each way, which is the whole body. Event loop only. */
final class BodyExchange extends UnaryExchange implements WholeBody.Sink {
    private long @Nullable [] times;

    BodyExchange(RequestCodec codec, HttpStream stream, Call call, ReplyTo replyTo) {
        super(codec, stream, call, replyTo);
    }

    @Override
    protected void begin(Fields fields) {
        super.begin(fields);
        times = call().traced() ? OwnFields.times(fields) : null;
        readBy(new WholeBody(
                this,
                stream().connection().memory(),
                stream().connection().settings().maxMessage()));
    }

    /** Takes the whole body as the message. What has no bytes was not compressed. */
    @Override
    public void whole(byte[] array, int from, int end) {
        message(array, from, end, encoding() != null && end > from);
        succeeded(Metadata.EMPTY, times);
        resetUnlessEnded();
    }
}
