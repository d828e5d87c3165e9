package dev.tenstep.rpc.protocol.http.h1;

/**
 * The ends of the parts of a request or a response: its head, and its body with a length or in chunks (RFC 9112, sections 2.1,
 * 6 and 7), or until the connection is closed. Event loop only.
 *
 * <pre>
 *  HEAD --- BODY ----------------------------------- DONE
 *      '--- SIZE --- CHUNK --- CHUNK_END --- SIZE ... --- TRAILERS --- DONE
 * </pre>
 */
final class MessageParts {
    /** The parts. */
    enum Part {
        HEAD,
        BODY,
        SIZE,
        CHUNK,
        CHUNK_END,
        TRAILERS,
        DONE
    }

    /** The longest line with a chunk's size and its extensions, in bytes. */
    private static final int MAX_SIZE_LINE = 256;

    private static final int MOST_DIGITS = 15;

    private final String start;
    private final int maxHead;
    private Part part = Part.HEAD;
    private long left;
    private int trailers;
    /** The bytes of an incomplete head that were looked at, and the length of its first line; 0 if that is not known. */
    private int scanned;

    private int firstLine;

    /**
     * Makes those of a connection.
     *
     * @param start the first line, for people to read
     * @param maxHead the most bytes of a head
     */
    MessageParts(String start, int maxHead) {
        this.start = start;
        this.maxHead = maxHead;
    }

    Part part() {
        return part;
    }

    /** Returns the bytes that are left of the body, as far as that is known, or a number that no body has. */
    long left() {
        return part == Part.BODY ? left : Long.MAX_VALUE;
    }

    /** Returns whether bytes of a body are next. */
    boolean inBody() {
        return part == Part.BODY || part == Part.CHUNK;
    }

    /** Begins the next head. */
    void next() {
        part = Part.HEAD;
    }

    /** Begins a body, of so many bytes, in chunks, or until the connection is closed. */
    void body(long length) {
        trailers = 0;
        left = length == HeadReader.UNTIL_CLOSE ? Long.MAX_VALUE : length;
        part = length == HeadReader.CHUNKED ? Part.SIZE : length == 0 ? Part.DONE : Part.BODY;
    }

    /**
     * Returns the length of the part, or piece of a body, that begins there; -1 if that takes more bytes.
     *
     * @param most the bytes of the body that may be taken now
     */
    int length(byte[] a, int start, int end, int most) {
        return switch (part) {
            case HEAD -> head(a, start, end);
            case BODY, CHUNK -> piece(end - start, most);
            case SIZE -> line(a, start, end, MAX_SIZE_LINE);
            case CHUNK_END -> end - start >= 2 ? 2 : -1;
            case TRAILERS -> line(a, start, end, maxHead - trailers);
            case DONE -> -1;
        };
    }

    private int piece(int there, int most) {
        int piece = (int) Math.min(left, Math.min(there, most));
        return piece > 0 ? piece : -1;
    }

    private int head(byte[] a, int start, int end) {
        if (end - start >= 2 && a[start] == '\r' && a[start + 1] == '\n') {
            return 2; // an empty line before the request, which old clients sent (section 2.2)
        }
        for (int i = start + scanned; i < end; i++) {
            if (a[i] != '\n') {
                continue;
            }
            if (i == start || a[i - 1] != '\r') {
                throw Http1Error.bad("a line that ends in a line feed alone (expected: carriage return and line feed)");
            }
            firstLine = firstLine == 0 ? i - start : firstLine;
            if (i - start >= 3 && a[i - 2] == '\n') {
                int length = within(i + 1 - start, firstLine);
                scanned = 0;
                firstLine = 0;
                return length;
            }
        }
        scanned = end - start;
        within(scanned, firstLine == 0 ? scanned : firstLine);
        return -1;
    }

    private int within(int length, int line) {
        if (line > HeadReader.MAX_LINE) {
            throw Http1Error.of(
                    Http1Error.URI_TOO_LONG,
                    start + ": " + line + " bytes or more (expected: at most " + HeadReader.MAX_LINE + ")");
        }
        if (length > maxHead) {
            throw Http1Error.of(
                    Http1Error.HEAD_TOO_LARGE,
                    "head: " + length + " bytes or more (expected: at most " + maxHead + ")");
        }
        return length;
    }

    private static int line(byte[] a, int start, int end, int most) {
        for (int i = start; i < end; i++) {
            if (a[i] == '\n') {
                if (i == start || a[i - 1] != '\r') {
                    throw Http1Error.bad("a chunk's line that ends in a line feed alone");
                }
                return i + 1 - start;
            }
            if (i - start > most) {
                break;
            }
        }
        if (end - start > most) {
            throw Http1Error.bad("a chunk's line of more than " + most + " bytes");
        }
        return -1;
    }

    /** Takes the line with a chunk's size; returns whether it is the last one. */
    boolean size(byte[] a, int start, int end) {
        long size = 0;
        int i = start;
        while (i < end && Character.digit(a[i], 16) >= 0) {
            size = 16 * size + Character.digit(a[i], 16);
            i++;
        }
        boolean ends = i < end && (a[i] == ';' || a[i] == '\r');
        if (i == start || i - start > MOST_DIGITS || !ends) {
            throw Http1Error.bad("a chunk's size that is no number (expected: hexadecimal digits)");
        }
        for (int k = i; k < end - 2; k++) {
            if (a[k] < ' ' && a[k] != '\t') {
                throw Http1Error.bad("a chunk's extension with byte " + a[k] + " (expected: text)");
            }
        }
        left = size;
        part = size == 0 ? Part.TRAILERS : Part.CHUNK;
        return size == 0;
    }

    /** Notes that a piece of the body was taken; returns whether the body ends with it. */
    boolean taken(int bytes) {
        left -= bytes;
        if (left > 0) {
            return false;
        }
        boolean last = part == Part.BODY;
        part = last ? Part.DONE : Part.CHUNK_END;
        return last;
    }

    /** Takes what follows a chunk. */
    void chunkEnd(byte[] a, int start) {
        if (a[start] != '\r' || a[start + 1] != '\n') {
            throw Http1Error.bad("a chunk that is longer than its size says");
        }
        part = Part.SIZE;
    }

    /** Takes a line of the trailers, which are of no use here; returns whether they end with it. */
    boolean trailer(int length) {
        trailers += length;
        boolean last = length == 2;
        if (last) {
            part = Part.DONE;
        }
        return last;
    }
}
