package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the head of a request or a response (RFC 9112, section 5) strictly: what two readers might understand differently is
 * refused. Event loop only.
 */
abstract class HeadReader {
    /** In place of the length of a body: it comes in chunks. */
    static final long CHUNKED = -1;
    /** In place of the length of a body: it ends with the connection. */
    static final long UNTIL_CLOSE = -2;
    /** The longest first line, in bytes. */
    static final int MAX_LINE = 8 << 10;

    private static final int MOST_DIGITS = 18;

    private final byte[] array;
    private final int end;
    private int at;
    private final Fields.Builder fields = new Fields.Builder();
    private String length = "";
    private boolean chunked;
    private boolean close;
    private boolean keep;

    /** Makes that of a head which ends with an empty line. */
    HeadReader(byte[] array, int start, int end) {
        this.array = array;
        this.at = start;
        this.end = end;
    }

    /** Takes a field that is this kind of head's; returns whether it is to be kept as well. */
    protected abstract boolean takes(String name, String value);

    /** Returns whether a byte may be part of a token (RFC 9110, section 5.6.2). */
    static boolean token(int b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(b) >= 0;
    }

    /** Returns the first line. */
    final String firstLine() {
        int to = lineEnd();
        String line = text(at, to);
        at = to + 2;
        return line;
    }

    /**
     * Reads all fields.
     *
     * @param old whether the version is HTTP/1.0
     */
    final Fields fields(boolean old) {
        while (array[at] != '\r') {
            field();
        }
        if (at + 2 != end) {
            throw Http1Error.bad("an empty line within the head");
        }
        if (chunked && (old || !length.isEmpty())) {
            throw Http1Error.bad(
                    old
                            ? "transfer-encoding in HTTP/1.0"
                            : "both content-length and transfer-encoding (expected: one)");
        }
        return fields.build();
    }

    /** Returns whether the connection is to be closed after this. */
    final boolean last(boolean old) {
        return close || (old && !keep);
    }

    /** Returns the length of the body, or that it is in chunks; the other number if the head says nothing. */
    final long length(long unsaid) {
        return chunked ? CHUNKED : length.isEmpty() ? unsaid : length();
    }

    /** Returns the end of the line that begins at the current place. */
    private int lineEnd() {
        int i = at;
        while (array[i] != '\r') {
            i++;
        }
        if (array[i + 1] != '\n') {
            throw Http1Error.bad("a carriage return alone (expected: carriage return and line feed)");
        }
        return i;
    }

    private String text(int from, int to) {
        for (int i = from; i < to; i++) {
            int b = array[i] & 0xff;
            if ((b < ' ' && b != '\t') || b == 0x7f) {
                throw Http1Error.bad("a head with byte " + b + " (expected: text)");
            }
        }
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private void field() {
        int to = lineEnd();
        int colon = at;
        while (colon < to && token(array[colon])) {
            colon++;
        }
        if (colon == at || colon == to || array[colon] != ':') {
            throw Http1Error.bad("a line of the head that does not begin with a name and a colon: "
                    + (array[at] == ' ' || array[at] == '\t'
                            ? "it is folded"
                            : "'" + text(at, Math.min(to, at + 64)) + "'"));
        }
        String name = text(at, colon).toLowerCase(Locale.ROOT);
        String value = text(colon + 1, to).strip();
        at = to + 2;
        switch (name) {
            case "content-length" -> {
                if (!length.isEmpty()) {
                    throw Http1Error.bad("two content-lengths (expected: one)");
                }
                length = value.isEmpty() ? "?" : value;
            }
            case "transfer-encoding" -> {
                if (chunked || !value.toLowerCase(Locale.ROOT).equals("chunked")) {
                    throw Http1Error.of(
                            chunked ? Http1Error.BAD_REQUEST : Http1Error.NOT_IMPLEMENTED,
                            "transfer-encoding: " + value + " (expected: chunked, once)");
                }
                chunked = true;
            }
            case "connection" -> connection(value);
            default -> {}
        }
        if (!name.equals("connection") && !name.equals("transfer-encoding") && takes(name, value)) {
            fields.add(name, value);
        }
    }

    private void connection(String value) {
        for (String option : value.toLowerCase(Locale.ROOT).split(",", -1)) {
            close |= option.strip().equals("close");
            keep |= option.strip().equals("keep-alive");
        }
    }

    private long length() {
        boolean digits = length.length() <= MOST_DIGITS;
        for (int i = 0; digits && i < length.length(); i++) {
            digits = length.charAt(i) >= '0' && length.charAt(i) <= '9';
        }
        if (!digits) {
            throw Http1Error.bad("content-length: " + length + " (expected: digits)");
        }
        return Long.parseLong(length);
    }
}
