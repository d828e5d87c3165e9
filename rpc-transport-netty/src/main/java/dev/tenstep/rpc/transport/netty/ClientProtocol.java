package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.config.ConfigReader;
import io.netty.channel.Channel;
import java.util.List;

/**
 * A protocol that clients speak. Found by {@link java.util.ServiceLoader}, with a new instance for each endpoint of a
 * client.
 */
public interface ClientProtocol {

    /** The name in {@code rpc.protocol}, of lower-case letters, digits and dashes. */
    String name();

    /** The protocol's ALPN names (RFC 7301), in order of preference, as the client's settings have it. */
    default List<String> alpn(ConfigReader config) {
        return List.of();
    }

    /**
     * Takes over a channel that is about to be connected or, with TLS, is encrypted, so that the server has chosen one of the
     * names; by adding handlers to the end of its pipeline. Their {@code channelActive} is called when the connection is
     * established. Event loop.
     */
    ClientConnection open(Channel channel, ConnectionOwner owner);
}
