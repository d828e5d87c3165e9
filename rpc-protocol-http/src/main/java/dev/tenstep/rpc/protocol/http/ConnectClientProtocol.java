package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.protocol.http.connect.ConnectCodec;
import dev.tenstep.rpc.protocol.http.connect.ProtobufBindings;
import dev.tenstep.rpc.protocol.http.h1.Http1ClientConnection;
import dev.tenstep.rpc.protocol.http.h2.Http2ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientProtocol;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.util.List;

/** Connect as clients speak it: {@code rpc.protocol=connect}. With what the connections of an endpoint share. */
public final class ConnectClientProtocol implements ClientProtocol {
    private static final String NAME = "connect";
    private static final String HTTP_2 = "h2";
    private static final String HTTP_1_1 = "http/1.1";
    /** The longest head of a response of HTTP/1.1, in bytes: one frame. */
    private static final int MAX_HEAD = 128 << 10;

    private final OutputPool pool = new OutputPool();
    private final ProtobufBindings bindings = new ProtobufBindings();

    /** For {@link java.util.ServiceLoader}. */
    public ConnectClientProtocol() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> alpn(ConfigReader config) {
        return ClientHttpKeys.http2(config) ? List.of(HTTP_2, HTTP_1_1) : List.of(HTTP_1_1);
    }

    @Override
    public ClientConnection open(Channel channel, ConnectionOwner owner) {
        int maxOutcome = HttpProtocol.maxOutcome(owner.settings());
        ConnectCodec codec = new ConnectCodec(
                owner, owner.authority(), ClientHttpKeys.queries(owner.config()), bindings, maxOutcome);
        if (speaksHttp2(channel, owner)) {
            Http2ClientConnection connection = new Http2ClientConnection(channel, owner, codec, pool, maxOutcome);
            channel.pipeline().addLast(connection);
            return connection.clientSide();
        }
        Http1ClientConnection connection =
                new Http1ClientConnection(channel, owner, codec, pool, Math.min(MAX_HEAD, maxOutcome));
        channel.pipeline().addLast(connection);
        return connection.clientSide();
    }

    /** Returns whether HTTP/2 is spoken: with TLS if the server has chosen it, else if the client is to. */
    private static boolean speaksHttp2(Channel channel, ConnectionOwner owner) {
        SslHandler tls = owner.encrypted() ? channel.pipeline().get(SslHandler.class) : null;
        return tls == null ? ClientHttpKeys.http2(owner.config()) : HTTP_2.equals(tls.applicationProtocol());
    }
}
