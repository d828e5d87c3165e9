package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.server.Services;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that servers speak. Several protocols share a port, and a connection is recognized by its first bytes or
 * by the name that its TLS handshake agreed on. Found by {@link java.util.ServiceLoader}, with a new instance for each
 * port, which may keep state that its connections share. The contract suite is {@code ProtocolContract} in rpc-testkit.
 *
 * <pre>{@code
 * public final class LineProtocol implements ServerProtocol {
 *     public String name() {
 *         return "line";
 *     }
 *     public Match match(ByteBuf first) {
 *         return first.getByte(first.readerIndex()) == '>' ? Match.YES : Match.NO;
 *     }
 *     public ServerConnection open(ConnectionContext context) {
 *         LineConnection connection = new LineConnection(context);
 *         context.channel().pipeline().addLast(connection);
 *         return connection;
 *     }
 * }
 * }</pre>
 */
public interface ServerProtocol {

    /** The result of matching a connection's first bytes against a protocol. */
    enum Match {
        /** They are the protocol's. */
        YES,
        /** They are not the protocol's, whatever follows. */
        NO,
        /** They may be the protocol's, depending on what follows. */
        MORE;

        /** Matches a connection's first bytes against those that every connection of a protocol begins with. */
        public static Match of(ByteBuf first, byte[] preface) {
            int n = Math.min(first.readableBytes(), preface.length);
            for (int i = 0; i < n; i++) {
                if (first.getByte(first.readerIndex() + i) != preface[i]) {
                    return NO;
                }
            }
            return n < preface.length ? MORE : YES;
        }
    }

    /** The name in {@code rpc.server.protocols}, of lower-case letters, digits and dashes. */
    String name();

    /** The protocol's ALPN names (RFC 7301), in order of preference. */
    default List<String> alpn() {
        return List.of();
    }

    /** Returns whether the protocol serves the pages of the port's protocols and of {@link Services#pages}. */
    default boolean servesPages() {
        return false;
    }

    /**
     * Returns the protocol's own pages, by their paths, which a protocol that serves pages shows unless the server has others
     * there. Asked once for each port.
     */
    default Map<String, Page> pages(Services services) {
        return Map.of();
    }

    /**
     * Matches a connection's first bytes against the protocol. The matches of two protocols must be mutually exclusive,
     * and {@value ProtocolDetector#MOST_BYTES} bytes must be enough for YES or NO. Any thread.
     *
     * @param first at least one byte; neither index may be moved, nor the buffer kept
     */
    Match match(ByteBuf first);

    /**
     * Takes over a connection, by adding handlers to the end of its pipeline. They also get the bytes that were read
     * for detection. Event loop.
     */
    ServerConnection open(ConnectionContext context);

    /**
     * Takes over a connection, as {@link #open(ConnectionContext)} does, knowing how it begins: for a protocol that has
     * several beginnings. Event loop.
     *
     * @param first the bytes read so far; neither index may be moved, nor the buffer kept
     */
    default ServerConnection open(ConnectionContext context, ByteBuf first) {
        return open(context);
    }

    /**
     * Encodes, in the protocol's own format and in plaintext, that the server speaks TLS and the client does not, or
     * vice versa. Any thread.
     *
     * @return the bytes to send before the connection is closed, the caller's to release; null to close it without a word
     */
    default @Nullable ByteBuf rejection(ByteBufAllocator allocator, String why) {
        return null;
    }
}
