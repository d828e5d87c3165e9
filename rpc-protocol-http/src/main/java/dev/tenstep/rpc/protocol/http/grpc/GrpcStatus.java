package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.protocol.http.exchange.Answers;
import dev.tenstep.rpc.protocol.http.exchange.MetadataFields;
import dev.tenstep.rpc.protocol.http.exchange.OwnFields;
import dev.tenstep.rpc.protocol.http.exchange.RpcStatus;
import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure as gRPC's trailers carry it. What gRPC has no word for is in {@link OwnFields}.
 *
 * <pre>
 *  grpc-status: 5                                      the code
 *  grpc-message: no%20such%20user                      percent-encoded UTF-8
 *  grpc-status-details-bin: Base64                     google.rpc.Status with a declared exception
 * </pre>
 */
final class GrpcStatus {
    static final String STATUS = "grpc-status";
    static final String MESSAGE = "grpc-message";
    static final String DETAILS = "grpc-status-details-bin";

    private static final String HEX = "0123456789ABCDEF";
    /** The longest text, in bytes before it is encoded: peers refuse header lists of more than 8 KiB. */
    private static final int MOST_TEXT = 1024;
    /** The longest exception that crosses twice, for others to read, in bytes. */
    private static final int MOST_STATUS = 4096;

    private GrpcStatus() {}

    /**
     * Adds a failure to the fields of trailers.
     *
     * @param detail the declared exception for others to read; null for none
     */
    static void write(WireFailure failure, Answers.@Nullable Detail detail, Fields.Builder fields) {
        fields.add(STATUS, String.valueOf(failure.code().number()));
        if (!failure.text().isEmpty()) {
            fields.add(MESSAGE, encode(failure.text()));
        }
        if (detail != null && detail.message().length <= MOST_STATUS) {
            byte[] status = RpcStatus.encode(failure.code().number(), failure.text(), List.of(detail));
            fields.add(DETAILS, MetadataFields.base64(status));
        }
        OwnFields.write(failure, fields);
        MetadataFields.write(failure.metadata(), GrpcNames.PREFIX, fields);
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
