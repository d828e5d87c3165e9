package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.protocol.netrpc.client.NetrpcClientConnection;
import dev.tenstep.rpc.protocol.netrpc.server.NetrpcServerConnection;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientProtocol;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import io.netty.channel.Channel;

/**
 * Go's net/rpc as clients speak it: {@code rpc.protocol=netrpc}, and {@code rpc.netrpc.dial} says in which of Go's ways. With
 * the outputs that the connections of an endpoint share.
 */
public final class NetrpcClientProtocol implements ClientProtocol {
    private final OutputPool pool = new OutputPool();

    /** For {@link java.util.ServiceLoader}. */
    public NetrpcClientProtocol() {}

    @Override
    public String name() {
        return NetrpcServerConnection.PROTOCOL;
    }

    @Override
    public ClientConnection open(Channel channel, ConnectionOwner owner) {
        NetrpcClientConnection connection =
                new NetrpcClientConnection(channel, owner, NetrpcKeys.dial(owner.config()), pool);
        channel.pipeline().addLast(connection);
        return connection.clientSide();
    }
}
