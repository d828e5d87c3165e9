package dev.tenstep.rpc.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A protocol that servers speak. Several share a port: a connection's first bytes, or the name that its TLS handshake agreed on,
 * say which one it is. Found by {@link java.util.ServiceLoader}, a new instance for each port, which may keep what its
 * connections share. The contract suite is {@code ProtocolContract} in rpc-testkit.
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

    /** The answer to whether a connection's first bytes are a protocol's. */
    enum Match {
        /** They are. */
        YES,
        /** They are not, whatever follows. */
        NO,
        /** They may be, depending on what follows. */
        MORE
    }

    /** The name in {@code rpc.server.protocols}, of lower-case letters, digits and dashes. */
    String name();

    /** The names that TLS knows the protocol by (RFC 7301), the most wanted first. */
    default List<String> alpn() {
        return List.of();
    }

    /**
     * Whether a connection that begins like this is the protocol's. The matches of two protocols must exclude each other, and
     * {@value ProtocolDetector#MOST_BYTES} bytes must be enough for YES or NO. Any thread.
     *
     * @param first at least one byte; neither index is moved, nor the buffer kept
     */
    Match match(ByteBuf first);

    /**
     * Takes over a connection: adds handlers to the end of its pipeline, to which everything is read that the connection began
     * with. Event loop.
     */
    ServerConnection open(ConnectionContext context);

    /**
     * Says in the protocol's own words, in the clear, that the server speaks TLS and the client does not, or the other way round.
     * Any thread.
     *
     * @return the bytes to send before the connection is closed, the caller's to release; null to close it without a word
     */
    default @Nullable ByteBuf rejection(ByteBufAllocator allocator, String why) {
        return null;
    }
}
