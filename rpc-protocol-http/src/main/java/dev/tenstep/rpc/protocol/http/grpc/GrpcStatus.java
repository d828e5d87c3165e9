package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A failure as gRPC's trailers carry it. What gRPC has no word for is in fields that only Tenstep reads.
 *
 * <pre>
 *  grpc-status: 5                                      the code
 *  grpc-message: no%20such%20user                      percent-encoded UTF-8
 *  grpc-status-details-bin: Base64                     google.rpc.Status with a declared exception
 *  tenstep-not-started: 1                              the procedure was certainly not started
 *  tenstep-details-bin: Base64                         details
 *  tenstep-declared-bin: Base64                        a declared exception: name | 0 | message
 * </pre>
 */
final class GrpcStatus {
    static final String STATUS = "grpc-status";
    static final String MESSAGE = "grpc-message";
    static final String DETAILS = "grpc-status-details-bin";
    static final String NOT_STARTED = "tenstep-not-started";
    static final String OWN_DETAILS = "tenstep-details-bin";
    static final String DECLARED = "tenstep-declared-bin";
    static final String TIMES = "tenstep-times-bin";
    /**
     * In a request: the fingerprint of the method's types, for serializers whose messages do not describe themselves as
     * protobuf does.
     */
    static final String TYPES = "tenstep-types-bin";
    /** In a request: the longest message that the client accepts, in bytes, unless that is the default. */
    static final String MESSAGE_LIMIT = "tenstep-message-limit";
    /** In a request: the client wants the times of the server's steps. */
    static final String WANTS_TIMES = "tenstep-times";

    private static final String HEX = "0123456789ABCDEF";
    /** The longest text, in bytes before it is encoded: peers refuse header lists of more than 8 KiB. */
    private static final int MOST_TEXT = 1024;
    /** The longest exception that crosses twice, for others to read, in bytes. */
    private static final int MOST_STATUS = 4096;

    private GrpcStatus() {}

    /**
     * Adds a failure to the fields of trailers.
     *
     * @param method whose failure it is; null if that is not known
     */
    static void write(WireFailure failure, @Nullable MethodContract method, Fields.Builder fields) {
        fields.add(STATUS, String.valueOf(failure.code().number()));
        if (!failure.text().isEmpty()) {
            fields.add(MESSAGE, encode(failure.text()));
        }
        WireFailure.Declared declared = failure.declared();
        if (declared != null) {
            byte[] name = declared.name().getBytes(StandardCharsets.UTF_8);
            ByteBuffer both = ByteBuffer.allocate(name.length + 1 + declared.message().length);
            both.put(name).put((byte) 0).put(declared.message());
            fields.add(DECLARED, GrpcMetadata.base64(both.array()));
            if (method != null && declared.message().length <= MOST_STATUS) {
                int code = failure.code().number();
                fields.add(DETAILS, GrpcMetadata.base64(RpcStatus.encode(code, failure.text(), method, declared)));
            }
        }
        if (failure.details().length > 0) {
            fields.add(OWN_DETAILS, GrpcMetadata.base64(failure.details()));
        }
        if (failure.notStarted()) {
            fields.add(NOT_STARTED, "1");
        }
        GrpcMetadata.write(failure.metadata(), fields);
    }

    /** Encodes the times of the server's steps, in nanoseconds each. */
    static String times(long @Nullable [] nanos) {
        ByteBuffer all = ByteBuffer.allocate(nanos == null ? 0 : Long.BYTES * nanos.length);
        for (int i = 0; nanos != null && i < nanos.length; i++) {
            all.putLong(nanos[i]);
        }
        return GrpcMetadata.base64(all.array());
    }

    /** Percent-encodes a text: all bytes but printable ASCII, and the percent sign. */
    static String encode(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(utf8.length, MOST_TEXT);
        while (length < utf8.length && length > 0 && (utf8[length] & 0xc0) == 0x80) {
            length--;
        }
        StringBuilder encoded = new StringBuilder(length + 16);
        for (int i = 0; i < length; i++) {
            int b = utf8[i];
            if (b >= ' ' && b <= '~' && b != '%') {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
        return encoded.toString();
    }

    /** Decodes a text; what is not percent-encoded properly is kept as it is. */
    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            int high = c == '%' && i + 2 < encoded.length() ? Character.digit(encoded.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(encoded.charAt(i + 2), 16);
            if (low < 0) {
                bytes.write(c);
            } else {
                bytes.write((high << 4) | low);
                i += 2;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
