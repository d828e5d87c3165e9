package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.exchange.MetadataFields;
import dev.tenstep.rpc.protocol.http.exchange.OwnFields;
import dev.tenstep.rpc.protocol.http.exchange.RpcStatus;
import dev.tenstep.rpc.protocol.http.exchange.StatusOfHttp;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outcome of a call from a response: by gRPC's status, or else by HTTP's (gRPC's {@code
 * doc/http-grpc-status-mapping.md}).
 */
final class ResponseStatus {
    private static final byte[] NONE = {};

    private ResponseStatus() {}

    /**
     * Returns the failure that trailers carry; null if the call succeeded.
     *
     * @throws IllegalArgumentException if a field is malformed
     */
    static @Nullable RpcException failure(Fields trailers, MethodBinding binding, Metadata metadata) {
        String said = trailers.first(GrpcStatus.STATUS);
        if (said == null) {
            return new RpcException(StatusCode.UNKNOWN, "the response has no grpc-status").fromServer(false, binding);
        }
        int number = number(said);
        if (number == 0) {
            return null;
        }
        String message = trailers.first(GrpcStatus.MESSAGE);
        String text = message == null ? "" : GrpcStatus.decode(message);
        StatusCode code = StatusCode.of(number);
        byte[] status = MetadataFields.bytes(trailers, GrpcStatus.DETAILS);
        byte[] own = OwnFields.details(trailers);
        WireFailure.Declared declared = OwnFields.declared(trailers);
        if (declared == null && status != null && GrpcNames.isProtobuf(binding.serializer())) {
            declared = RpcStatus.declared(status, binding.method());
        }
        boolean thrown = declared != null && binding.method().exceptionIndex(declared.name()) >= 0;
        // Details of another server, and of an exception that is not declared here, are the caller's to read.
        byte[] details = own == null && !thrown ? status : own;
        return new WireFailure(
                        code == null ? StatusCode.UNKNOWN : code,
                        code == null ? "grpc-status: " + said + " (expected: 0..16): " + text : text,
                        details == null ? NONE : details,
                        metadata,
                        OwnFields.notStarted(trailers),
                        declared)
                .received(binding);
    }

    private static int number(String text) {
        int number = text.isEmpty() || text.length() > 3 ? -1 : 0;
        for (int i = 0; number >= 0 && i < text.length(); i++) {
            char c = text.charAt(i);
            number = c >= '0' && c <= '9' ? 10 * number + c - '0' : -1;
        }
        return number;
    }

    /** Returns the failure of a call whose response is not gRPC (gRPC's {@code doc/http-grpc-status-mapping.md}). */
    static RpcException notGrpc(int status, Fields fields) {
        return new RpcException(
                StatusOfHttp.code(status),
                "the response is not gRPC: HTTP status " + status + ", content-type " + fields.first("content-type"));
    }
}
