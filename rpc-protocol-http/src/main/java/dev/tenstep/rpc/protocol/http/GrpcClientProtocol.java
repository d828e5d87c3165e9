package dev.tenstep.rpc.protocol.http;

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
    /**
     * The most bytes of a header list, as HTTP/2 counts them, besides metadata: trailers may have a declared exception and
     * details of 32 KiB each, in Base64.
     */
    private static final int MAX_OTHERS = 148 << 10;

    private final OutputPool pool = new OutputPool();

    /** For {@link java.util.ServiceLoader}. */
    public GrpcClientProtocol() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> alpn() {
        return ALPN;
    }

    @Override
    public ClientConnection open(Channel channel, ConnectionOwner owner) {
        GrpcCodec codec = new GrpcCodec(owner, owner.encrypted() ? "https" : "http", owner.authority());
        Http2ClientConnection connection = new Http2ClientConnection(
                channel,
                owner,
                codec,
                pool,
                MAX_OTHERS + HttpProtocol.fields(owner.settings().maxMetadata()));
        channel.pipeline().addLast(connection);
        return connection.clientSide();
    }
}
