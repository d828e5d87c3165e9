package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Request;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The head of a request of HTTP/1.1 or 1.0 (RFC 9112, sections 3 and 5), read strictly: whatever two readers might
 * understand differently is refused.
 *
 * @param length of the body in bytes; {@link #CHUNKED} if it comes in chunks
 * @param last whether the client wants the connection closed after the answer
 * @param old whether the client speaks HTTP/1.0, which has no chunks
 * @param expectsContinue whether it waits for a word before it sends the body
 */
record RequestHead(Request request, long length, boolean last, boolean old, boolean expectsContinue) {
    static final long CHUNKED = -1;
    /** The longest request line, in bytes. */
    static final int MAX_LINE = 8 << 10;

    private static final int MOST_DIGITS = 18;

    /** Reads one that ends with an empty line. */
    static RequestHead read(byte[] array, int start, int end) {
        return new Reader(array, start, end).read();
    }

    /** Returns whether a byte may be part of a token (RFC 9110, section 5.6.2). */
    static boolean token(int b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(b) >= 0;
    }

    private static final class Reader {
        private final byte[] array;
        private final int end;
        private int at;
        private final Fields.Builder fields = new Fields.Builder();
        private String length = "";
        private int hosts;
        private boolean chunked;
        private boolean close;
        private boolean keep;
        private boolean expects;

        Reader(byte[] array, int start, int end) {
            this.array = array;
            this.at = start;
            this.end = end;
        }

        RequestHead read() {
            String[] line = text(at, lineEnd()).split(" ", -1);
            at = lineEnd() + 2;
            if (line.length != 3 || line[0].isEmpty() || !line[0].chars().allMatch(RequestHead::token)) {
                throw Http1Error.bad("a request line of " + line.length + " words (expected: method, target, version)");
            }
            boolean old = line[2].equals("HTTP/1.0");
            if (!old && !line[2].equals("HTTP/1.1")) {
                throw Http1Error.of(
                        line[2].startsWith("HTTP/") ? Http1Error.VERSION : Http1Error.BAD_REQUEST,
                        "version: " + line[2] + " (expected: HTTP/1.1 or HTTP/1.0)");
            }
            while (array[at] != '\r') {
                field();
            }
            check(old);
            Request request = new Request(line[0], path(line[1]), fields.build());
            return new RequestHead(
                    request, chunked ? CHUNKED : length(), close || (old && !keep), old, expects && !old);
        }

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

        private static String path(String target) {
            if (target.startsWith("/") || target.equals("*")) {
                return target;
            }
            int authority = target.indexOf("://");
            int slash = authority < 0 ? -1 : target.indexOf('/', authority + 3);
            if (authority < 0) {
                throw Http1Error.bad("target: " + target + " (expected: a path)");
            }
            return slash < 0 ? "/" : target.substring(slash);
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
                case "host" -> hosts++;
                case "connection" -> connection(value);
                case "expect" -> expect(value);
                default -> {}
            }
            if (!name.equals("connection") && !name.equals("transfer-encoding") && !name.equals("expect")) {
                fields.add(name, value);
            }
        }

        private void connection(String value) {
            for (String option : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                close |= option.strip().equals("close");
                keep |= option.strip().equals("keep-alive");
            }
        }

        private void expect(String value) {
            if (!value.equalsIgnoreCase("100-continue")) {
                throw Http1Error.of(Http1Error.EXPECTATION_FAILED, "expect: " + value + " (expected: 100-continue)");
            }
            expects = true;
        }

        private void check(boolean old) {
            if (at + 2 != end) {
                throw Http1Error.bad("an empty line within the head");
            }
            if (hosts != 1 && !(old && hosts == 0)) {
                throw Http1Error.bad("host: " + hosts + " fields of that name (expected: one)");
            }
            if (chunked && (old || !length.isEmpty())) {
                throw Http1Error.bad(
                        old
                                ? "transfer-encoding in HTTP/1.0"
                                : "both content-length and transfer-encoding (expected: one)");
            }
        }

        private long length() {
            if (length.isEmpty()) {
                return 0;
            }
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
}
