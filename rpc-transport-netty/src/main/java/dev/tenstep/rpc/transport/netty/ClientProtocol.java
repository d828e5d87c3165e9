package dev.tenstep.rpc.transport.netty;

import io.netty.channel.Channel;
import java.util.List;

/** A protocol that clients speak. Found by {@link java.util.ServiceLoader}, a new instance for each endpoint of a client. */
public interface ClientProtocol {

    /** The name in {@code rpc.protocol}, of lower-case letters, digits and dashes. */
    String name();

    /** The names that TLS knows the protocol by (RFC 7301), the most wanted first. */
    default List<String> alpn() {
        return List.of();
    }

    /**
     * Takes over a channel that is about to be connected: adds handlers to the end of its pipeline. They hear of the connection
     * ({@code channelActive}) when it is made, and encrypted where it is to be. Event loop.
     */
    ClientConnection open(Channel channel, ConnectionOwner owner);
}
