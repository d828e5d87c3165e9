package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.protocol.http.stream.Fields;

/**
 * The head of a response of HTTP/1.1 or 1.0 to a GET or a POST (RFC 9112, sections 4 and 6.3), read strictly.
 *
 * @param status 100 to 999
 * @param length of the body in bytes; {@link HeadReader#CHUNKED} if it comes in chunks, {@link HeadReader#UNTIL_CLOSE} if it
 *     ends with the connection
 * @param last whether the server closes the connection behind it
 */
record ReceivedHead(int status, Fields fields, long length, boolean last) {
    private static final int FIRST_FINAL = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    /** Reads one that ends with an empty line. */
    static ReceivedHead read(byte[] array, int start, int end) {
        return new Reader(array, start, end).read();
    }

    /** Returns whether another head follows. */
    boolean interim() {
        return status < FIRST_FINAL;
    }

    private static final class Reader extends HeadReader {
        Reader(byte[] array, int start, int end) {
            super(array, start, end);
        }

        ReceivedHead read() {
            String line = firstLine();
            boolean old = line.startsWith("HTTP/1.0 ");
            if (!old && !line.startsWith("HTTP/1.1 ")) {
                throw Http1Error.bad("a status line that begins with '" + line.substring(0, Math.min(line.length(), 32))
                        + "' (expected: HTTP/1.1 or HTTP/1.0)");
            }
            int status = status(line);
            Fields fields = fields(old);
            boolean none = status < FIRST_FINAL || status == NO_CONTENT || status == NOT_MODIFIED;
            long length = none ? 0 : length(UNTIL_CLOSE);
            return new ReceivedHead(status, fields, length, last(old) || length == UNTIL_CLOSE);
        }

        private static int status(String line) {
            int from = line.indexOf(' ') + 1;
            int status = 0;
            for (int i = from; i < from + 3; i++) {
                char c = i < line.length() ? line.charAt(i) : ' ';
                status = c >= '0' && c <= '9' && status >= 0 ? 10 * status + c - '0' : -1;
            }
            if (status < 100 || (line.length() > from + 3 && line.charAt(from + 3) != ' ')) {
                throw Http1Error.bad(
                        "status line: " + line.substring(0, Math.min(line.length(), 32)) + " (expected: three digits)");
            }
            return status;
        }

        @Override
        protected boolean takes(String name, String value) {
            return true;
        }
    }
}
