package dev.tenstep.rpc.server;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A plain page on a server's port, for GET and HEAD of HTTP; the module rpc-protocol-http serves it. It is made for each
 * request, in a thread of the handlers, by many at once.
 *
 * <pre>{@code
 * RpcServer.builder()
 *         .page("/panda", Page.text("panda"))
 *         .page("/calls", query -> Page.Content.text("calls: " + calls.sum()));
 * }</pre>
 */
@FunctionalInterface
public interface Page {

    /**
     * The content of a page.
     *
     * @param status of HTTP, 200 to 599
     * @param type the media type, such as {@code text/html; charset=utf-8}
     * @param body not to be changed
     */
    record Content(int status, String type, byte[] body) {
        private static final int OK = 200;
        private static final int LAST = 599;

        /** Checks the values. */
        public Content {
            if (status < OK || status > LAST) {
                throw new IllegalArgumentException("status: " + status + " (expected: " + OK + ".." + LAST + ")");
            }
            if (type.isEmpty() || type.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("type: '" + type + "' (expected: printable ASCII)");
            }
            Objects.requireNonNull(body, "body");
        }

        /** Makes plain text. */
        public static Content text(String text) {
            return new Content(OK, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
        }

        /** Makes HTML. */
        public static Content html(String html) {
            return new Content(OK, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * Makes the content.
     *
     * @param query behind the question mark, as the client sent it; empty if there is none
     * @throws Exception for any reason: the client is told status 500, and the log has the reason
     */
    Content content(String query) throws Exception;

    /** Makes a page of plain text that is always the same. */
    static Page text(String text) {
        Content content = Content.text(text);
        return query -> content;
    }
}
