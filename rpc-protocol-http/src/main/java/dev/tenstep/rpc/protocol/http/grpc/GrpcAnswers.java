package dev.tenstep.rpc.protocol.http.grpc;

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
 * The heads and trailers of answers to requests with the same content type and encodings. What occurs with every call is
 * prepared; what has metadata is made for each. Immutable.
 */
final class GrpcAnswers implements Answers {
    private static final int OK = 200;

    private final Fields fields;
    private final Fields compressedFields;
    private final Answer whole;
    private final Answer compressed;
    private final Answer begun;
    private final Answer end;
    private final @Nullable Compressor compressor;

    /**
     * Prepares them.
     *
     * @param compressor compresses the messages, each of which says whether it is; null for none
     * @param accepted the names of the encodings that the server reads
     */
    GrpcAnswers(String contentType, @Nullable Compressor compressor, String accepted) {
        this.compressor = compressor;
        this.fields = Fields.of("content-type", contentType, "grpc-accept-encoding", accepted);
        Fields.Builder with = new Fields.Builder().add("content-type", contentType);
        with.add("grpc-encoding", compressor == null ? "identity" : compressor.name());
        this.compressedFields = with.add("grpc-accept-encoding", accepted).build();
        Head ok = Head.trailers(Fields.of(GrpcStatus.STATUS, "0")).asLasting();
        this.whole = succeeded(Head.response(OK, fields).asLasting(), ok);
        this.compressed = succeeded(Head.response(OK, compressedFields).asLasting(), ok);
        this.begun = begun(compressor == null ? whole.head() : compressed.head());
        this.end = succeeded(null, ok);
    }

    private static Answer succeeded(@Nullable Head head, Head trailers) {
        return new Answer(head, null, trailers, true, null);
    }

    private static Answer begun(@Nullable Head head) {
        return new Answer(head, null, null, false, null);
    }

    @Override
    public @Nullable Compressor compressor() {
        return compressor;
    }

    @Override
    public Answer whole(boolean isCompressed, Metadata metadata, Metadata trailers, long @Nullable [] times) {
        Answer usual = isCompressed ? compressed : whole;
        return metadata.isEmpty() && trailers.isEmpty() && times == null
                ? usual
                : succeeded(head(isCompressed, metadata), trailers(trailers, times));
    }

    @Override
    public Answer begun(Metadata metadata) {
        return metadata.isEmpty() ? begun : begun(head(compressor != null, metadata));
    }

    @Override
    public Answer ended(Metadata trailers, long @Nullable [] times) {
        return trailers.isEmpty() && times == null ? end : succeeded(null, trailers(trailers, times));
    }

    private Head head(boolean isCompressed, Metadata metadata) {
        Fields usual = isCompressed ? compressedFields : fields;
        Fields.Builder with = new Fields.Builder().add(usual);
        MetadataFields.write(metadata, GrpcNames.PREFIX, with);
        return Head.response(OK, with.build());
    }

    private static Head trailers(Metadata metadata, long @Nullable [] times) {
        Fields.Builder with = new Fields.Builder().add(GrpcStatus.STATUS, "0");
        OwnFields.write(times, with);
        MetadataFields.write(metadata, GrpcNames.PREFIX, with);
        return Head.trailers(with.build());
    }

    /** Returns the end of a call that fails: trailers, which are all there is if the head has not been sent. */
    @Override
    public Answer failed(WireFailure failure, @Nullable Detail detail, boolean headSent) {
        Fields.Builder with = new Fields.Builder();
        if (!headSent) {
            with.add(fields);
        }
        GrpcStatus.write(failure, detail, with);
        Fields all = with.build();
        return new Answer(null, null, headSent ? Head.trailers(all) : Head.response(OK, all), true, failure);
    }
}
