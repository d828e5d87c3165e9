package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Bytes as strings in Base64 (RFC 4648): written in the standard alphabet with padding, read in that for URLs and without padding
 * too. Long ones pass through the JDK's own loops, which processors have instructions for, and never become Java strings.
 */
public final class Base64Text {
    /** The maximum number of bytes that a generator encodes by itself. */
    private static final int SHORT = 96;
    /** The number of bytes that are encoded at a time, a multiple of three. */
    private static final int PART = 3 * 1024;

    private Base64Text() {}

    /** Writes bytes as a string. */
    public static void write(byte[] bytes, JsonGenerator out) throws IOException {
        if (bytes.length <= SHORT) {
            out.writeBinary(bytes);
            return;
        }
        out.writeRawValue("\""); // with what separates it from the value before
        out.flush();
        OutputStream stream = (OutputStream) out.getOutputTarget();
        byte[] part = new byte[Math.min(PART, bytes.length)];
        byte[] encoded = new byte[(part.length + 2) / 3 * 4];
        for (int i = 0; i < bytes.length; i += PART) {
            int length = Math.min(PART, bytes.length - i);
            part = length == part.length ? part : new byte[length];
            System.arraycopy(bytes, i, part, 0, length);
            stream.write(encoded, 0, Base64.getEncoder().encode(part, encoded));
        }
        out.writeRaw('"');
    }

    /** Reads the string that the parser is at. */
    public static byte[] read(JsonParser in) throws IOException {
        String expected = "a string in Base64";
        Tokens.checkString(in, expected);
        ByteBuffer bytes = in instanceof MessageParser parser ? parser.bytes() : null;
        if (bytes != null) {
            return array(bytes);
        }
        return decode(Tokens.string(in, expected));
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = bytes.array();
        int start = bytes.arrayOffset() + bytes.position();
        boolean isWhole = start == 0 && bytes.remaining() == array.length;
        return isWhole ? array : Arrays.copyOfRange(array, start, start + bytes.remaining());
    }

    private static byte[] decode(String text) throws MalformedMessageException {
        boolean forUrls = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        try {
            return (forUrls ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(
                    "\"" + Tokens.shown(text) + "\" (expected: Base64): " + e.getMessage(), e);
        }
    }
}
