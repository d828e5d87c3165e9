package dev.tenstep.rpc.protocol.netrpc.wire;

import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.nio.charset.StandardCharsets;

/** The handshake of Go's {@code rpc.DialHTTP}: an HTTP request, and a response after which the connection speaks gob. */
public final class Handshake {
    /** The method, with which every such connection begins. */
    public static final String METHOD = "CONNECT ";

    /** The path that Go's clients ask for unless they are told another. */
    public static final String PATH = "/_goRPC_";

    /** The text behind the response's version, which Go's clients compare. */
    public static final String STATUS = "200 Connected to Go RPC";

    private static final int MAX_HEAD = 8 << 10;

    private Handshake() {}

    /** Encodes the request for a path. */
    public static byte[] request(String path) {
        return bytes(METHOD + path + " HTTP/1.0\n\n");
    }

    /** Encodes the response that Go's server gives. */
    public static byte[] response() {
        return bytes("HTTP/1.0 " + STATUS + "\n\n");
    }

    /** Encodes a response that refuses. */
    public static byte[] refusal(String status, String text) {
        byte[] body = bytes(text + "\n");
        return bytes("HTTP/1.0 " + status + "\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: "
                + body.length + "\r\nconnection: close\r\n\r\n" + text + "\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns the length of a head up to its empty line; -1 if that has not come. Lines end in a line feed, before which a
     * carriage return may stand.
     */
    public static int length(byte[] a, int start, int end) {
        int lineStart = start;
        for (int i = start; i < end; i++) {
            if (a[i] == '\n') {
                int length = i - lineStart;
                if (lineStart > start && (length == 0 || (length == 1 && a[lineStart] == '\r'))) {
                    return i + 1 - start;
                }
                lineStart = i + 1;
            }
        }
        if (end - start > MAX_HEAD) {
            throw new ProtocolException(
                    "head: " + (end - start) + " bytes or more (expected: at most " + MAX_HEAD + ")");
        }
        return -1;
    }

    /** Returns the first line of a head. */
    public static String firstLine(byte[] a, int start, int end) {
        String head = new String(a, start, end - start, StandardCharsets.UTF_8);
        return head.substring(0, head.indexOf('\n')).stripTrailing();
    }
}
