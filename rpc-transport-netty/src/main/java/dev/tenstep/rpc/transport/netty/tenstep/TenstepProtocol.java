package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientProtocol;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.ServerConnection;
import dev.tenstep.rpc.transport.netty.ServerProtocol;
import dev.tenstep.rpc.transport.netty.connection.LoopOutput;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import dev.tenstep.rpc.transport.netty.tenstep.TenstepConnection.GoAwayReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tenstep's own protocol, version 1 ({@code docs/protocol.md}), with the arrays that the connections of a kernel share.
 */
public final class TenstepProtocol implements ServerProtocol, ClientProtocol {
    static final String NAME = "tenstep";
    private static final List<String> ALPN = List.of("tenstep/1");

    private final OutputPool pool = new OutputPool();
    private final Map<EventLoop, LoopOutput> answers = new ConcurrentHashMap<>();

    /** For {@link java.util.ServiceLoader}. */
    public TenstepProtocol() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> alpn() {
        return ALPN;
    }

    @Override
    public List<String> alpn(ConfigReader config) {
        return alpn();
    }

    @Override
    public Match match(ByteBuf first) {
        return Match.of(first, Wire.PREFACE);
    }

    @Override
    public ServerConnection open(ConnectionContext context) {
        LoopOutput output = answers.computeIfAbsent(context.channel().eventLoop(), loop -> new LoopOutput());
        TenstepServerConnection connection = new TenstepServerConnection(context, pool, output);
        context.channel().pipeline().addLast(connection);
        connection.begin();
        return connection;
    }

    @Override
    public ByteBuf rejection(ByteBufAllocator allocator, String why) {
        MessageOutput out = new MessageOutput(256);
        try {
            out.limit(Integer.MAX_VALUE);
            FieldWriter.bytes(out, Wire.PREFACE);
            TenstepConnection.writeGoAway(out, GoAwayReason.PROTOCOL_ERROR, why, Wire.FLAG_NOT_STARTED);
        } catch (IOException e) {
            throw new IllegalStateException("a frame without a message cannot be written", e);
        }
        return allocator.buffer(out.position()).writeBytes(out.array(), 0, out.position());
    }

    @Override
    public ClientConnection open(Channel channel, ConnectionOwner owner) {
        TenstepClientConnection connection = new TenstepClientConnection(channel, owner, pool);
        channel.pipeline().addLast(connection);
        return connection.clientSide();
    }
}
