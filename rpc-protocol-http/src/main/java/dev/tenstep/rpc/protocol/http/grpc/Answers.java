package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import org.jspecify.annotations.Nullable;

/**
 * The heads and trailers of answers to requests with the same content type and encodings. What occurs with every call is
 * prepared; what has metadata is made for each. Immutable.
 */
final class Answers {
    private static final int OK = 200;

    /**
     * The beginning and the end of an answer.
     *
     * @param head null if it has been sent, or if the trailers are all
     * @param trailers null if more follows
     */
    record Answer(@Nullable Head head, @Nullable Head trailers) {}

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
    Answers(String contentType, @Nullable Compressor compressor, String accepted) {
        this.compressor = compressor;
        this.fields = Fields.of("content-type", contentType, "grpc-accept-encoding", accepted);
        Fields.Builder with = new Fields.Builder().add("content-type", contentType);
        with.add("grpc-encoding", compressor == null ? "identity" : compressor.name());
        this.compressedFields = with.add("grpc-accept-encoding", accepted).build();
        Head ok = Head.trailers(Fields.of(GrpcStatus.STATUS, "0")).asLasting();
        this.whole = new Answer(Head.response(OK, fields).asLasting(), ok);
        this.compressed = new Answer(Head.response(OK, compressedFields).asLasting(), ok);
        this.begun = new Answer(compressor == null ? whole.head() : compressed.head(), null);
        this.end = new Answer(null, ok);
    }

    /** The compressor of messages; null for none. */
    @Nullable
    Compressor compressor() {
        return compressor;
    }

    /** Returns what goes around a message. */
    Answer whole(boolean isCompressed, Metadata metadata, Metadata trailers, @Nullable String times) {
        Answer usual = isCompressed ? compressed : whole;
        return metadata.isEmpty() && trailers.isEmpty() && times == null
                ? usual
                : new Answer(head(isCompressed, metadata), trailers(trailers, times));
    }

    /** Returns what begins a stream. */
    Answer begun(Metadata metadata) {
        return metadata.isEmpty() ? begun : new Answer(head(compressor != null, metadata), null);
    }

    /** Returns what ends a stream. */
    Answer ended(Metadata trailers, @Nullable String times) {
        return trailers.isEmpty() && times == null ? end : new Answer(null, trailers(trailers, times));
    }

    private Head head(boolean isCompressed, Metadata metadata) {
        Fields usual = isCompressed ? compressedFields : fields;
        Fields.Builder with = new Fields.Builder().add(usual);
        GrpcMetadata.write(metadata, with);
        return Head.response(OK, with.build());
    }

    private static Head trailers(Metadata metadata, @Nullable String times) {
        Fields.Builder with = new Fields.Builder().add(GrpcStatus.STATUS, "0");
        if (times != null) {
            with.add(GrpcStatus.TIMES, times);
        }
        GrpcMetadata.write(metadata, with);
        return Head.trailers(with.build());
    }

    /**
     * Returns the end of a call that fails.
     *
     * @param method of the call; null if that is not known, or if its messages are not protobuf
     * @param headSent whether the head has been sent; if not, the trailers are all
     */
    Answer failed(WireFailure failure, @Nullable MethodContract method, boolean headSent) {
        Fields.Builder with = new Fields.Builder();
        if (!headSent) {
            with.add(fields);
        }
        GrpcStatus.write(failure, method, with);
        Fields all = with.build();
        return new Answer(null, headSent ? Head.trailers(all) : Head.response(OK, all));
    }

    /**
     * Returns the failure of a call whose answer has more metadata than the client accepts: its own without any, or that it
     * is too long.
     *
     * @param found the bytes of the answer's longest list of fields
     */
    static RpcException shortened(@Nullable Head trailers, int found, int most) {
        String status = trailers == null ? null : trailers.fields().first(GrpcStatus.STATUS);
        StatusCode code = status == null ? null : StatusCode.of(Integer.parseInt(status));
        String text = trailers == null ? null : trailers.fields().first(GrpcStatus.MESSAGE);
        if (code != null) {
            return new RpcException(code, text == null ? "" : GrpcStatus.decode(text));
        }
        return new RpcException(
                StatusCode.RESOURCE_EXHAUSTED,
                "the answer's metadata is " + found + " bytes with what precedes it (expected: at most " + most
                        + ", as the client says)");
    }
}
