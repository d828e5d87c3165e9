package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the outcome of a call from a response: by gRPC's status, or else by HTTP's (gRPC's {@code
 * doc/http-grpc-status-mapping.md}) and by the code of a reset (its {@code doc/PROTOCOL-HTTP2.md}).
 */
final class ResponseStatus {
    private static final int SERVER_STEPS = Step.HAND_TO_SERVER_KERNEL.ordinal() - Step.TRAVEL_TO_SERVER.ordinal() + 1;
    private static final byte[] NONE = {};

    private ResponseStatus() {}

    /**
     * Returns the failure that trailers carry; null if the call succeeded.
     *
     * @throws IllegalArgumentException if a field is malformed
     */
    static @Nullable RpcException failure(Fields trailers, MethodBinding binding, GrpcCodec codec) {
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
        byte[] status = bytes(trailers, GrpcStatus.DETAILS);
        byte[] own = bytes(trailers, GrpcStatus.OWN_DETAILS);
        WireFailure.Declared declared = declared(bytes(trailers, GrpcStatus.DECLARED));
        if (declared == null && status != null && GrpcNames.isProtobuf(binding.serializer())) {
            declared = RpcStatus.declared(status, binding.method());
        }
        boolean thrown = declared != null && binding.method().exceptionIndex(declared.name()) >= 0;
        // Details of another server, and of an exception that is not declared here, are the caller's to read.
        byte[] details = own == null && !thrown ? status : own;
        Metadata metadata = codec.metadata(trailers);
        return new WireFailure(
                        code == null ? StatusCode.UNKNOWN : code,
                        code == null ? "grpc-status: " + said + " (expected: 0..16): " + text : text,
                        details == null ? NONE : details,
                        metadata,
                        trailers.first(GrpcStatus.NOT_STARTED) != null,
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

    private static byte @Nullable [] bytes(Fields trailers, String name) {
        String text = trailers.first(name);
        return text == null ? null : GrpcMetadata.bytes(name, text);
    }

    private static WireFailure.@Nullable Declared declared(byte @Nullable [] both) {
        if (both == null) {
            return null;
        }
        int end = 0;
        while (end < both.length && both[end] != 0) {
            end++;
        }
        String name = new String(both, 0, end, StandardCharsets.UTF_8);
        return new WireFailure.Declared(name, Arrays.copyOfRange(both, Math.min(both.length, end + 1), both.length));
    }

    /** Reads the times of the server's steps that this client knows; null if there are none. */
    static long @Nullable [] times(Fields trailers) {
        byte[] bytes = bytes(trailers, GrpcStatus.TIMES);
        if (bytes == null) {
            return null;
        }
        long[] times = new long[SERVER_STEPS];
        ByteBuffer all = ByteBuffer.wrap(bytes);
        for (int i = 0; i < times.length && all.remaining() >= Long.BYTES; i++) {
            times[i] = Math.max(0, all.getLong());
        }
        return times;
    }

    /** Returns the failure of a call whose response is not gRPC. */
    static RpcException notGrpc(int status, Fields fields) {
        StatusCode code =
                switch (status) {
                    case 400, 431 -> StatusCode.INTERNAL;
                    case 401 -> StatusCode.UNAUTHENTICATED;
                    case 403 -> StatusCode.PERMISSION_DENIED;
                    case 404 -> StatusCode.UNIMPLEMENTED;
                    case 429, 502, 503, 504 -> StatusCode.UNAVAILABLE;
                    default -> StatusCode.UNKNOWN;
                };
        return new RpcException(
                code,
                "the response is not gRPC: HTTP status " + status + ", content-type " + fields.first("content-type"));
    }

    /** Returns the failure of a call whose stream the server has reset. */
    static RpcException reset(ErrorCode reset, MethodBinding binding, boolean begun) {
        StatusCode code =
                switch (reset) {
                    case REFUSED_STREAM -> StatusCode.UNAVAILABLE;
                    case CANCEL -> StatusCode.CANCELLED;
                    case ENHANCE_YOUR_CALM -> StatusCode.RESOURCE_EXHAUSTED;
                    case INADEQUATE_SECURITY -> StatusCode.PERMISSION_DENIED;
                    case STREAM_CLOSED, HTTP_1_1_REQUIRED -> StatusCode.UNKNOWN;
                    default -> StatusCode.INTERNAL;
                };
        boolean notStarted = reset == ErrorCode.REFUSED_STREAM && !begun;
        return new RpcException(code, "the server reset the call's stream: " + reset).fromServer(notStarted, binding);
    }
}
