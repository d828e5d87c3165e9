package dev.tenstep.rpc.transport.netty;

import io.netty.channel.Channel;
import java.util.List;

/**
 * A protocol that clients speak. Found by {@link java.util.ServiceLoader}, with a new instance for each endpoint of a
 * client.
 */
public interface ClientProtocol {

    /** The name in {@code rpc.protocol}, of lower-case letters, digits and dashes. */
    String name();

    /** The protocol's ALPN names (RFC 7301), in order of preference. */
    default List<String> alpn() {
        return List.of();
    }

    /**
     * Takes over a channel that is about to be connected, by adding handlers to the end of its pipeline. Their
     * {@code channelActive} is called when the connection is established and, with TLS, encrypted. Event loop.
     */
    ClientConnection open(Channel channel, ConnectionOwner owner);
}
