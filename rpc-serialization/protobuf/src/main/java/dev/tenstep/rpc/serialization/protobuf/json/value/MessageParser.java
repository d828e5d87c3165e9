package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Jackson's parser over the whole of a message, with a shorter way for strings in which nothing is escaped: what they stand for is
 * made of the message's bytes as they lie there, not of characters that were copied first. Whatever else a string holds is left to
 * Jackson, and so are its faults. For one thread.
 */
public final class MessageParser extends UTF8StreamJsonParser {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    /** The result of {@link #number} for a string that is no such number. */
    static final long NO_NUMBER = Long.MIN_VALUE;
    /** The maximum number of digits that always fit a long. */
    private static final int DIGITS = 18;

    /**
     * Makes one.
     *
     * @param features those of a parser
     * @param symbols names that were seen before
     * @param message an array that holds UTF-8 between the two indices
     */
    public MessageParser(
            IOContext context, int features, ByteQuadsCanonicalizer symbols, byte[] message, int start, int end) {
        super(context, features, null, null, symbols, message, start, end, 0, false);
    }

    /** Returns the text of the string that this is at. */
    String text() throws IOException {
        int end = unread() ? end(_inputPtr) : -1;
        if (end < 0) {
            return getText();
        }
        String text = new String(_inputBuffer, _inputPtr, end - _inputPtr, StandardCharsets.UTF_8);
        _textBuffer.resetWithString(text); // for those who ask once more
        read(end);
        return text;
    }

    /** Returns the number of at most 18 digits that the string is, or {@link #NO_NUMBER}: then the string is as unread as before. */
    long number() {
        if (!unread()) {
            return NO_NUMBER;
        }
        byte[] a = _inputBuffer;
        boolean negative = _inputPtr < _inputEnd && a[_inputPtr] == '-';
        int first = negative ? _inputPtr + 1 : _inputPtr;
        int most = Math.min(first + DIGITS, _inputEnd - 1);
        int i = first;
        long number = 0;
        while (i < most && a[i] >= '0' && a[i] <= '9') {
            number = number * 10 + a[i] - '0';
            i++;
        }
        if (i == first || i >= _inputEnd || a[i] != '"') {
            return NO_NUMBER;
        }
        _textBuffer.resetWithEmpty();
        read(i);
        return negative ? -number : number;
    }

    /** Decodes the string's standard Base64; returns null if it is anything else, and then the string is as unread as before. */
    @Nullable
    ByteBuffer bytes() {
        int end = unread() ? end(_inputPtr) : -1;
        if (end < 0) {
            return null;
        }
        try {
            ByteBuffer bytes = Base64.getDecoder().decode(ByteBuffer.wrap(_inputBuffer, _inputPtr, end - _inputPtr));
            _textBuffer.resetWithEmpty();
            read(end);
            return bytes;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean unread() {
        return _tokenIncomplete && _currToken == JsonToken.VALUE_STRING;
    }

    private void read(int end) {
        _inputPtr = end + 1;
        _tokenIncomplete = false;
    }

    /** Returns the index of the quotation mark that ends a string; -1 if something is escaped, or should be. */
    private int end(int start) {
        byte[] a = _inputBuffer;
        int i = start;
        for (; _inputEnd - i >= Long.BYTES; i += Long.BYTES) {
            long special = special((long) LONGS.get(a, i));
            if (special != 0) {
                i += Long.numberOfTrailingZeros(special) / Byte.SIZE;
                return a[i] == '"' ? i : -1;
            }
        }
        while (i < _inputEnd && a[i] != '"' && a[i] != '\\' && (a[i] < 0 || a[i] >= ' ')) {
            i++;
        }
        return i < _inputEnd && a[i] == '"' ? i : -1;
    }

    /** Returns a high bit in the lowest of eight bytes that is a quotation mark, a backslash or a control character; 0 for none. */
    private static long special(long eight) {
        long quote = below(eight ^ (ONES * '"'), 1);
        long backslash = below(eight ^ (ONES * '\\'), 1);
        return quote | backslash | below(eight, ' ');
    }

    /** Returns a high bit in the lowest of eight bytes that is below a limit. Borrows, which mark others, go to higher bytes only. */
    private static long below(long eight, int limit) {
        return (eight - ONES * limit) & ~eight & HIGH_BITS;
    }
}
