package dev.tenstep.rpc.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Describes, for display, the protocol of a peer that does not speak this one. */
public final class ProtocolGuess {
    private static final int SHOWN = 16;

    private ProtocolGuess() {}

    /** Describes the first bytes of a peer, and the protocol that they look like. */
    public static String describe(byte[] bytes, int length) {
        String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(length, SHOWN));
        return "it began with " + hex + (length > SHOWN ? " ..." : "") + guess(bytes, length);
    }

    /** Returns whether the bytes look like a TLS handshake or alert. */
    private static boolean tls(byte[] bytes, int length) {
        return length >= 2 && (bytes[0] == 0x16 || bytes[0] == 0x15) && bytes[1] == 0x03;
    }

    private static String guess(byte[] bytes, int length) {
        String text = new String(bytes, 0, Math.min(length, SHOWN), StandardCharsets.ISO_8859_1);
        if (tls(bytes, length)) {
            return ", which looks like TLS (expected: TLS on both client and server, by rpc.server.tls.certificate"
                    + " and rpc.tls, or on neither)";
        }
        if (text.startsWith("PRI ") || (length >= 5 && bytes[0] == 0 && bytes[3] == 4)) {
            return ", which looks like HTTP/2";
        }
        if (text.startsWith("HTTP/") || text.matches("(?s)(GET|POST|PUT|HEAD|DELETE|OPTIONS|PATCH|CONNECT|TRACE) .*")) {
            return ", which looks like HTTP/1";
        }
        return text.startsWith("{") ? ", which looks like JSON" : "";
    }

    static String describe(ByteBuf first) {
        byte[] bytes = ByteBufUtil.getBytes(first);
        return describe(bytes, bytes.length);
    }

    static boolean tls(ByteBuf first) {
        byte[] bytes = ByteBufUtil.getBytes(first);
        return tls(bytes, bytes.length);
    }
}
