package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as strings in Base64 (RFC 4648): written in the standard alphabet with padding, read in that for URLs and without padding
 * too. Long ones pass through the JDK's own loops, which processors have instructions for, and never become Java strings.
 */
public final class Base64Text {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
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
        ByteBuffer encoded = encoded(in);
        if (encoded != null) {
            try {
                return array(Base64.getDecoder().decode(encoded));
            } catch (IllegalArgumentException e) {
                // may be in the other alphabet
            }
        }
        return decode(Tokens.string(in, expected));
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = bytes.array();
        int start = bytes.arrayOffset() + bytes.position();
        boolean isWhole = start == 0 && bytes.remaining() == array.length;
        return isWhole ? array : Arrays.copyOfRange(array, start, start + bytes.remaining());
    }

    /** Returns the bytes of the string in the message itself; null if they are elsewhere, or something in them is escaped. */
    private static @Nullable ByteBuffer encoded(JsonParser in) {
        JsonStreamContext root = in.getParsingContext();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        if (!(root.getCurrentValue() instanceof MessageInput message)) {
            return null;
        }
        byte[] array = message.array();
        int quote = message.position() + (int) in.currentTokenLocation().getByteOffset();
        if (quote < message.position() || quote >= message.end() || array[quote] != '"') {
            return null;
        }
        int start = quote + 1;
        int end = special(array, start, message.end());
        return end < message.end() && array[end] == '"' ? ByteBuffer.wrap(array, start, end - start) : null;
    }

    /** Returns the index of the first quotation mark or backslash, or else the end. */
    private static int special(byte[] array, int from, int end) {
        int i = from;
        while (end - i >= Long.BYTES) {
            long eight = (long) LONGS.get(array, i);
            if ((zeros(eight ^ LOW_BITS * '"') | zeros(eight ^ LOW_BITS * '\\')) != 0) {
                break;
            }
            i += Long.BYTES;
        }
        while (i < end && array[i] != '"' && array[i] != '\\') {
            i++;
        }
        return i;
    }

    /** Returns a number other than 0 if one of eight bytes is 0. */
    private static long zeros(long eight) {
        return (eight - LOW_BITS) & ~eight & HIGH_BITS;
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
