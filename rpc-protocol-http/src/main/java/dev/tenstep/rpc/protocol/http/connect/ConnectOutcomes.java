package dev.tenstep.rpc.protocol.http.connect;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.exchange.Answers;
import dev.tenstep.rpc.protocol.http.exchange.BodyOutcomes;
import dev.tenstep.rpc.protocol.http.exchange.OwnFields;
import dev.tenstep.rpc.protocol.http.exchange.RpcStatus;
import dev.tenstep.rpc.protocol.http.exchange.StatusOfHttp;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the outcomes of calls from Connect's JSON, or else from the status of HTTP. Event loop only. */
final class ConnectOutcomes implements BodyOutcomes {
    private static final byte[] NONE = {};

    private final MetadataReader metadata;
    private final ProtobufBindings bindings;
    private final int most;

    /** Reads metadata. */
    interface MetadataReader {
        /** Reads that of a head or trailers; {@code streams} if of a call with streams. */
        Metadata read(Fields fields, boolean streams);
    }

    /**
     * Makes those of a connection.
     *
     * @param most the most bytes of an outcome
     */
    ConnectOutcomes(MetadataReader metadata, ProtobufBindings bindings, int most) {
        this.metadata = metadata;
        this.bindings = bindings;
        this.most = most;
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public boolean explains(Fields head) {
        String type = head.first("content-type");
        return type != null && ConnectForm.isErrors(type);
    }

    @Override
    public RpcException failure(int status, Fields head, byte[] array, int from, int end, MethodBinding binding) {
        OutcomeJson.Failure said;
        try {
            said = OutcomeJson.failure(array, from, end);
        } catch (IOException malformed) {
            return unexplained(status, head, binding);
        }
        return failure(said, StatusOfHttp.code(status), head, metadata.read(head, false), binding);
    }

    /** Returns the failure of a call whose response says no more than its status. */
    static RpcException unexplained(int status, Fields head, MethodBinding binding) {
        RpcException failure = new RpcException(
                StatusOfHttp.code(status),
                "the response is an error without Connect's explanation: HTTP status " + status + ", content-type "
                        + head.first("content-type"));
        return OwnFields.notStarted(head) ? failure.fromServer(true, binding) : failure;
    }

    @Override
    public End end(byte[] array, int from, int end, MethodBinding binding) {
        OutcomeJson.End said;
        try {
            said = OutcomeJson.end(array, from, end);
        } catch (IOException e) {
            throw new RpcException(StatusCode.INTERNAL, "the end of the stream is not the JSON of one", e);
        }
        Fields trailers = said.trailers();
        OutcomeJson.Failure failure = said.failure();
        return new End(
                failure == null
                        ? null
                        : failure(failure, StatusCode.UNKNOWN, trailers, metadata.read(trailers, true), binding),
                trailers);
    }

    /**
     * Returns a failure as the caller gets it.
     *
     * @param implied the code if the server has said none
     * @param own the fields that may have what Connect has no word for
     */
    private RpcException failure(
            OutcomeJson.Failure said, StatusCode implied, Fields own, Metadata received, MethodBinding binding) {
        StatusCode code = said.code() == null ? implied : said.code();
        byte[] details = OwnFields.details(own);
        WireFailure.Declared declared = OwnFields.declared(own);
        MethodBinding by = binding;
        if (declared == null) {
            declared = declared(said, binding);
            by = declared == null ? binding : bindings.of(binding);
        }
        if (by == null) {
            // Its message is one of protobuf, which this client cannot read.
            by = binding;
            declared = null;
        }
        boolean thrown = declared != null && binding.method().exceptionIndex(declared.name()) >= 0;
        if (details == null && !thrown && !said.details().isEmpty()) {
            // They are the caller's to read, in the form that gRPC gives them.
            details = RpcStatus.encode(code.number(), said.text(), said.details());
        }
        boolean notStarted = OwnFields.notStarted(own);
        return new WireFailure(code, said.text(), details == null ? NONE : details, received, notStarted, declared)
                .received(by)
                .fromServer(notStarted, binding);
    }

    private static WireFailure.@Nullable Declared declared(OutcomeJson.Failure said, MethodBinding binding) {
        for (Answers.Detail each : said.details()) {
            WireFailure.Declared declared = each.declared(binding.method());
            if (declared != null) {
                return declared;
            }
        }
        return null;
    }
}
