package dev.tenstep.rpc.protocol.http.h1;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Request;

/**
 * The head of a request of HTTP/1.1 or 1.0 (RFC 9112, sections 3 and 5), read strictly: whatever two readers might
 * understand differently is refused.
 *
 * @param length of the body in bytes; {@link HeadReader#CHUNKED} if it comes in chunks
 * @param last whether the client wants the connection closed after the answer
 * @param old whether the client speaks HTTP/1.0, which has no chunks
 * @param expectsContinue whether it waits for a word before it sends the body
 */
record RequestHead(Request request, long length, boolean last, boolean old, boolean expectsContinue) {
    /** Reads one that ends with an empty line. */
    static RequestHead read(byte[] array, int start, int end) {
        return new Reader(array, start, end).read();
    }

    private static final class Reader extends HeadReader {
        private int hosts;
        private boolean expects;

        Reader(byte[] array, int start, int end) {
            super(array, start, end);
        }

        RequestHead read() {
            String[] line = firstLine().split(" ", -1);
            if (line.length != 3 || line[0].isEmpty() || !line[0].chars().allMatch(HeadReader::token)) {
                throw Http1Error.bad("a request line of " + line.length + " words (expected: method, target, version)");
            }
            boolean old = line[2].equals("HTTP/1.0");
            if (!old && !line[2].equals("HTTP/1.1")) {
                throw Http1Error.of(
                        line[2].startsWith("HTTP/") ? Http1Error.VERSION : Http1Error.BAD_REQUEST,
                        "version: " + line[2] + " (expected: HTTP/1.1 or HTTP/1.0)");
            }
            Fields fields = fields(old);
            if (hosts != 1 && !(old && hosts == 0)) {
                throw Http1Error.bad("host: " + hosts + " fields of that name (expected: one)");
            }
            Request request = new Request(line[0], path(line[1]), fields);
            return new RequestHead(request, length(0), last(old), old, expects && !old);
        }

        @Override
        protected boolean takes(String name, String value) {
            hosts += name.equals("host") ? 1 : 0;
            if (!name.equals("expect")) {
                return true;
            }
            expect(value);
            return false;
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

        private void expect(String value) {
            if (!value.equalsIgnoreCase("100-continue")) {
                throw Http1Error.of(Http1Error.EXPECTATION_FAILED, "expect: " + value + " (expected: 100-continue)");
            }
            expects = true;
        }
    }
}
