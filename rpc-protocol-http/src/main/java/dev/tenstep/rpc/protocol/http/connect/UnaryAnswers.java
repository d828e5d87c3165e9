package dev.tenstep.rpc.protocol.http.connect;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.exchange.Answers;
import dev.tenstep.rpc.protocol.http.exchange.MetadataFields;
import dev.tenstep.rpc.protocol.http.exchange.OwnFields;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import org.jspecify.annotations.Nullable;

/**
 * The answers of calls without streams: the message alone is the body, the trailers are fields whose names begin with {@code
 * trailer-}, and a failure is JSON with the status of HTTP that its code has. Immutable.
 */
final class UnaryAnswers implements Answers {
    static final String TRAILER = "trailer-";

    private static final int OK = 200;

    private final ConnectForm form;
    private final @Nullable Compressor compressor;
    private final Answer whole;
    private final Answer compressed;

    UnaryAnswers(ConnectForm form, @Nullable Compressor compressor) {
        this.form = form;
        this.compressor = compressor;
        this.whole = succeeded(Head.response(OK, start(false).build()).asLasting());
        this.compressed = succeeded(Head.response(OK, start(true).build()).asLasting());
    }

    private static Answer succeeded(Head head) {
        return new Answer(head, null, null, true, null);
    }

    private Fields.Builder start(boolean isCompressed) {
        Fields.Builder fields = new Fields.Builder().add("content-type", form.contentType());
        if (isCompressed && compressor != null) {
            fields.add("content-encoding", compressor.name()).add("vary", "accept-encoding");
        }
        return fields;
    }

    @Override
    public @Nullable Compressor compressor() {
        return compressor;
    }

    @Override
    public Answer whole(boolean isCompressed, Metadata metadata, Metadata trailers, long @Nullable [] serverNanos) {
        if (metadata.isEmpty() && trailers.isEmpty() && serverNanos == null) {
            return isCompressed ? compressed : whole;
        }
        Fields.Builder fields = start(isCompressed);
        MetadataFields.write(metadata, ConnectRouter.PREFIX, fields);
        OwnFields.write(serverNanos, fields);
        trailers(trailers, fields);
        return succeeded(Head.response(OK, fields.build()));
    }

    private static void trailers(Metadata trailers, Fields.Builder to) {
        Fields.Builder builder = new Fields.Builder();
        MetadataFields.write(trailers, ConnectRouter.PREFIX, builder);
        Fields fields = builder.build();
        for (int i = 0; i < fields.count(); i++) {
            to.add(TRAILER + fields.name(i), fields.value(i));
        }
    }

    @Override
    public Answer begun(Metadata metadata) {
        throw new IllegalStateException("a stream as the answer of a call without");
    }

    @Override
    public Answer ended(Metadata trailers, long @Nullable [] serverNanos) {
        throw new IllegalStateException("the end of a stream as the answer of a call without");
    }

    @Override
    public Answer failed(WireFailure failure, @Nullable Detail detail, boolean headSent) {
        return failed(ErrorCodes.status(failure.code()), failure, detail, Fields.NONE);
    }

    /**
     * Returns the end of a call that fails, with a status of HTTP that says more than the code's.
     *
     * @param more fields for programs
     */
    Answer failed(int status, WireFailure failure, @Nullable Detail detail, Fields more) {
        Fields.Builder fields =
                new Fields.Builder().add("content-type", "application/json").add(more);
        OwnFields.write(failure, fields);
        trailers(failure.metadata(), fields);
        byte[] body = ErrorJson.error(failure, detail, form.isJson());
        return new Answer(Head.response(status, fields.build()), body, null, true, failure);
    }
}
