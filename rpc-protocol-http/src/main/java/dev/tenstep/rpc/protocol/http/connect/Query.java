package dev.tenstep.rpc.protocol.http.connect;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageInput;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call in the query of a GET (connectrpc.com/docs/protocol, "Unary-Get-Request").
 *
 * <pre>
 *  ?connect=v1&amp;encoding=json&amp;message=%7B%22id%22%3A7%7D
 *  ?connect=v1&amp;encoding=proto&amp;base64=1&amp;compression=gzip&amp;message=CAc
 * </pre>
 *
 * @param encoding the name of the codec
 * @param compression the name of the compression; null for none
 */
record Query(String encoding, byte[] message, @Nullable String compression) {
    /** The longest path with its query, in bytes: any server reads lines of 8000 (RFC 9110, section 4.1). */
    static final int MOST = 7980;

    private static final String HEX = "0123456789ABCDEF";

    /**
     * Writes one, without its question mark, in the order that the specification asks for.
     *
     * @param message lent for the call
     * @param compression the name of the compression; null for none
     */
    static String write(String serializer, MessageInput message, @Nullable String compression) {
        StringBuilder query = new StringBuilder("connect=v1");
        boolean text = compression == null && ConnectForm.isText(serializer);
        query.append(text ? "" : "&base64=1");
        if (compression != null) {
            query.append("&compression=").append(compression);
        }
        query.append("&encoding=").append(ConnectForm.codec(serializer)).append("&message=");
        byte[] array = message.array();
        int from = message.position();
        int end = Math.min(message.end(), from + MOST);
        if (text) {
            escape(array, from, end, query);
        } else {
            byte[] bytes = Arrays.copyOfRange(array, from, end);
            query.append(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
        return query.toString();
    }

    /** Appends text, percent-encoded but for unreserved characters (RFC 3986, section 2.3). */
    private static void escape(byte[] utf8, int from, int end, StringBuilder to) {
        for (int i = from; i < end; i++) {
            int b = utf8[i];
            boolean letter = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
            if (letter || (b >= '0' && b <= '9') || b == '-' || b == '_' || b == '.' || b == '~') {
                to.append((char) b);
            } else {
                to.append('%').append(HEX.charAt((b >> 4) & 0xf)).append(HEX.charAt(b & 0xf));
            }
        }
    }

    /**
     * Reads one, without its question mark. What others may have added to it is ignored.
     *
     * @throws RpcException not started: it is malformed, or something is missing
     */
    static Query read(String query) {
        Map<String, String> values = values(query);
        String version = values.get("connect");
        if (version != null && !version.equals("v1")) {
            throw refused("connect: " + version + " (expected: v1)");
        }
        String base64 = values.getOrDefault("base64", "0");
        if (!base64.equals("0") && !base64.equals("1")) {
            throw refused("base64: " + base64 + " (expected: 0 or 1)");
        }
        String message = required(values, "message");
        return new Query(
                required(values, "encoding"),
                base64.equals("1") ? decoded(message) : message.getBytes(StandardCharsets.ISO_8859_1),
                values.get("compression"));
    }

    private static Map<String, String> values(String query) {
        Map<String, String> values = new HashMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                continue;
            }
            try {
                // The bytes of a message need not be text.
                String value = URLDecoder.decode(part.substring(equals + 1), StandardCharsets.ISO_8859_1);
                if (values.putIfAbsent(part.substring(0, equals), value) != null) {
                    throw refused(part.substring(0, equals) + " twice in the query (expected: once)");
                }
            } catch (IllegalArgumentException e) {
                throw refused("a query with a part that is not percent-encoded: " + part.substring(0, equals));
            }
        }
        return values;
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw refused("a query without " + name + " (expected: ?encoding=json&message=...)");
        }
        return value;
    }

    /** Decodes Base64 for addresses, with padding or without. */
    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw RpcException.notStarted(
                    StatusCode.INVALID_ARGUMENT, "message: a value that is not URL-safe Base64", e);
        }
    }

    private static RpcException refused(String text) {
        return RpcException.notStarted(StatusCode.INVALID_ARGUMENT, text, null);
    }
}
