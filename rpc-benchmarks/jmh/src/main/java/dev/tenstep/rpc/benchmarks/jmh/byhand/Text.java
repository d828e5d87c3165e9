package dev.tenstep.rpc.benchmarks.jmh.byhand;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import org.jspecify.annotations.Nullable;

/** Strings as UTF-8 behind their length. */
final class Text {
    /** As many characters have a length of two bytes, whatever they are. */
    private static final int TWO_BYTES = ((1 << 14) - 1) / 3;

    /**
     * Controls whether the loop over a string's characters is part of the method that writes the message. It is faster
     * there on HotSpot 17, and on 25 only half as fast, which gives up on optimizing methods of many loops.
     */
    private static final boolean LOOP_INLINE = Runtime.version().feature() <= 17;

    private Text() {}

    /** Writes a field, unless it is null. */
    static int write(int tag, @Nullable String s, MessageOutput out, int p) throws IOException {
        if (s == null) {
            return p;
        }
        int n = s.length();
        if (n >= 128) {
            return writeLong(tag, s, out, p);
        }
        byte[] a = Writing.room(out, p, n, 3 * 128);
        a[p] = (byte) tag;
        int start = p + 2;
        if (LOOP_INLINE) {
            int seen = 0;
            for (int i = 0; i < n; i++) {
                char c = s.charAt(i);
                seen |= c;
                a[start + i] = (byte) c;
            }
            if (seen < 0x80) {
                a[p + 1] = (byte) n;
                return start + n;
            }
        }
        int end = put(s, a, start);
        int length = end - start;
        if (length >= 128) {
            System.arraycopy(a, start, a, start + 1, length);
            end++;
        }
        Writing.varint(a, p + 1, length);
        return end;
    }

    private static int writeLong(int tag, String s, MessageOutput out, int p) throws IOException {
        int n = s.length();
        if (n <= TWO_BYTES) {
            byte[] a = Writing.room(out, p, n, 3 * n);
            a[p] = (byte) tag;
            int end = put(s, a, p + 3);
            Writing.varint(a, p + 1, end - p - 3);
            return end;
        }
        int length = length(s);
        byte[] a = Writing.room(out, p, length, length);
        a[p] = (byte) tag;
        return put(s, a, Writing.varint(a, p + 1, length));
    }

    private static int length(String s) throws IOException {
        long length = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        if (length > Integer.MAX_VALUE / 2) {
            throw new IOException("a string of " + length + " bytes (expected: 0..1073741823)");
        }
        return (int) length;
    }

    /**
     * Writes the bytes of a string. One method, of more than the 325 bytes of code up to which HotSpot inlines: see
     * {@link #LOOP_INLINE}.
     */
    private static int put(String s, byte[] a, int start) throws IOException {
        int n = s.length();
        int seen = 0;
        for (int i = 0; i < n; i++) {
            char c = s.charAt(i);
            seen |= c;
            a[start + i] = (byte) c;
        }
        if (seen < 0x80) {
            return start + n;
        }
        int p = start;
        for (int i = 0; i < n; i++) {
            char c = s.charAt(i);
            if (c < 0x80) {
                a[p++] = (byte) c;
            } else if (c < 0x800) {
                a[p++] = (byte) (0xc0 | (c >>> 6));
                a[p++] = (byte) (0x80 | (c & 0x3f));
            } else if (!Character.isSurrogate(c)) {
                a[p++] = (byte) (0xe0 | (c >>> 12));
                a[p++] = (byte) (0x80 | ((c >>> 6) & 0x3f));
                a[p++] = (byte) (0x80 | (c & 0x3f));
            } else {
                char low = ++i < n ? s.charAt(i) : 0;
                if (!Character.isSurrogatePair(c, low)) {
                    throw halfPair(c, i - 1);
                }
                int pair = Character.toCodePoint(c, low);
                a[p++] = (byte) (0xf0 | (pair >>> 18));
                a[p++] = (byte) (0x80 | ((pair >>> 12) & 0x3f));
                a[p++] = (byte) (0x80 | ((pair >>> 6) & 0x3f));
                a[p++] = (byte) (0x80 | (pair & 0x3f));
            }
        }
        return p;
    }

    private static IOException halfPair(char c, int index) {
        return new IOException("a string with half a surrogate pair, 0x" + Integer.toHexString(c) + " at index " + index
                + " (expected: pairs, as in any Unicode text)");
    }

    /**
     * Reads the bytes of a span. Java reads invalid bytes as a character that hardly any text has, and that no Latin
     * string can have, so that the bytes are seldom looked at twice.
     */
    static String read(byte[] a, long span) throws IOException {
        int start = Reading.start(span);
        int length = Reading.end(span) - start;
        String s = new String(a, start, length, UTF_8);
        if (s.indexOf(0xfffd) >= 0) {
            UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(a, start, length));
        }
        return s;
    }
}
