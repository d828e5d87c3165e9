package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.protocol.netrpc.server.DebugPage;
import dev.tenstep.rpc.protocol.netrpc.server.NetrpcServerConnection;
import dev.tenstep.rpc.protocol.netrpc.server.ServedMethods;
import dev.tenstep.rpc.protocol.netrpc.wire.Handshake;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.transport.netty.ServerProtocol;
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Go's net/rpc on a server's port: gob after the handshake of {@code rpc.DialHTTP} or from the first byte, and JSON. With the
 * outputs and the methods that the connections of a port share.
 */
public final class NetrpcProtocol implements ServerProtocol {
    private final OutputPool pool = new OutputPool();
    private final Map<EventLoop, LoopOutput> answers = new ConcurrentHashMap<>();
    /** Found when they are first asked for; guarded by this. */
    private @Nullable ServedMethods methods;

    /** For {@link java.util.ServiceLoader}. */
    public NetrpcProtocol() {}

    @Override
    public String name() {
        return NetrpcServerConnection.PROTOCOL;
    }

    @Override
    public Match match(ByteBuf first) {
        return NetrpcServerConnection.match(first);
    }

    @Override
    public ServerConnection open(ConnectionContext context) {
        throw new IllegalStateException("a connection of net/rpc is recognized by its first bytes");
    }

    @Override
    public ServerConnection open(ConnectionContext context, ByteBuf first) {
        LoopOutput output = answers.computeIfAbsent(context.channel().eventLoop(), loop -> new LoopOutput());
        return NetrpcServerConnection.open(context, first, methods(context.services()), pool, output);
    }

    @Override
    public Map<String, Page> pages(Services services) {
        return Map.of(DebugPage.PATH, new DebugPage(methods(services)), Handshake.PATH, DebugPage.mustConnect());
    }

    private synchronized ServedMethods methods(Services services) {
        ServedMethods found = methods;
        if (found == null) {
            found = new ServedMethods(services);
            methods = found;
        }
        return found;
    }
}
