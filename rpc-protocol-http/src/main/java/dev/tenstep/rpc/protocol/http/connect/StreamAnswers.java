package dev.tenstep.rpc.protocol.http.connect;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.exchange.Answers;
import dev.tenstep.rpc.protocol.http.exchange.MetadataFields;
import dev.tenstep.rpc.protocol.http.exchange.OwnFields;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The answers of calls with streams: messages in envelopes, the last of which has the trailers and the failure as JSON. The
 * status of HTTP is always 200. Immutable.
 *
 * <pre>
 *  2 u8 | length u32 | {"error":{...},"metadata":{...}}
 * </pre>
 */
final class StreamAnswers implements Answers {
    /** The flag of the last envelope. */
    static final byte END_STREAM = 2;

    private static final int OK = 200;
    private static final int PREFIX = 5;

    private final ConnectForm form;
    private final @Nullable Compressor compressor;
    private final Fields fields;
    private final Head head;
    private final byte[] end;
    private final Answer whole;
    private final Answer begun;
    private final Answer ended;

    /**
     * Prepares them.
     *
     * @param compressor compresses the messages, each of which says whether it is; null for none
     * @param accepted the names of the encodings that the server reads
     */
    StreamAnswers(ConnectForm form, @Nullable Compressor compressor, String accepted) {
        this.form = form;
        this.compressor = compressor;
        Fields.Builder builder = new Fields.Builder().add("content-type", form.contentType());
        if (compressor != null) {
            builder.add("connect-content-encoding", compressor.name());
        }
        this.fields = builder.add("connect-accept-encoding", accepted).build();
        this.head = Head.response(OK, fields).asLasting();
        this.end = envelope(ErrorJson.end(null, null, false, Fields.NONE));
        this.whole = new Answer(head, end, null, true, null);
        this.begun = new Answer(head, null, null, false, null);
        this.ended = new Answer(null, end, null, true, null);
    }

    private static byte[] envelope(byte[] json) {
        return ByteBuffer.allocate(PREFIX + json.length)
                .put(END_STREAM)
                .putInt(json.length)
                .put(json)
                .array();
    }

    @Override
    public @Nullable Compressor compressor() {
        return compressor;
    }

    private Head head(Metadata metadata) {
        if (metadata.isEmpty()) {
            return head;
        }
        Fields.Builder with = new Fields.Builder().add(fields);
        MetadataFields.write(metadata, ConnectRouter.PREFIX, with);
        return Head.response(OK, with.build());
    }

    private byte[] end(Metadata trailers, long @Nullable [] serverNanos) {
        if (trailers.isEmpty() && serverNanos == null) {
            return end;
        }
        Fields.Builder with = new Fields.Builder();
        OwnFields.write(serverNanos, with);
        MetadataFields.write(trailers, ConnectRouter.PREFIX, with);
        return envelope(ErrorJson.end(null, null, false, with.build()));
    }

    @Override
    public Answer whole(boolean isCompressed, Metadata metadata, Metadata trailers, long @Nullable [] serverNanos) {
        return metadata.isEmpty() && trailers.isEmpty() && serverNanos == null
                ? whole
                : new Answer(head(metadata), end(trailers, serverNanos), null, true, null);
    }

    @Override
    public Answer begun(Metadata metadata) {
        return metadata.isEmpty() ? begun : new Answer(head(metadata), null, null, false, null);
    }

    @Override
    public Answer ended(Metadata trailers, long @Nullable [] serverNanos) {
        return trailers.isEmpty() && serverNanos == null
                ? ended
                : new Answer(null, end(trailers, serverNanos), null, true, null);
    }

    @Override
    public Answer failed(WireFailure failure, @Nullable Detail detail, boolean headSent) {
        Fields.Builder with = new Fields.Builder();
        OwnFields.write(failure, with);
        MetadataFields.write(failure.metadata(), ConnectRouter.PREFIX, with);
        byte[] tail = envelope(ErrorJson.end(failure, detail, form.isJson(), with.build()));
        return new Answer(headSent ? null : head, tail, null, true, failure);
    }
}
