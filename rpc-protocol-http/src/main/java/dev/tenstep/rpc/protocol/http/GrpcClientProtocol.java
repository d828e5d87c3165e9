package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.protocol.http.grpc.GrpcCodec;
import dev.tenstep.rpc.protocol.http.h2.Http2ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientProtocol;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import io.netty.channel.Channel;
import java.util.List;

/** gRPC as clients speak it: {@code rpc.protocol=grpc}. With the outputs that the connections of an endpoint share. */
public final class GrpcClientProtocol implements ClientProtocol {
    private static final String NAME = "grpc";
    private static final List<String> ALPN = List.of("h2");

    private final OutputPool pool = new OutputPool();

    /** For {@link java.util.ServiceLoader}. */
    public GrpcClientProtocol() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> alpn(ConfigReader config) {
        return ALPN;
    }

    @Override
    public ClientConnection open(Channel channel, ConnectionOwner owner) {
        GrpcCodec codec = new GrpcCodec(owner, owner.encrypted() ? "https" : "http", owner.authority());
        Http2ClientConnection connection =
                new Http2ClientConnection(channel, owner, codec, pool, HttpProtocol.maxOutcome(owner.settings()));
        channel.pipeline().addLast(connection);
        return connection.clientSide();
    }
}
