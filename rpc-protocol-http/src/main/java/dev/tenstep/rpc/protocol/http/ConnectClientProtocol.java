package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.protocol.http.connect.ConnectCodec;
import dev.tenstep.rpc.protocol.http.connect.ProtobufBindings;
import dev.tenstep.rpc.protocol.http.h2.Http2ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientConnection;
import dev.tenstep.rpc.transport.netty.ClientProtocol;
import dev.tenstep.rpc.transport.netty.ConnectionOwner;
import dev.tenstep.rpc.transport.netty.connection.OutputPool;
import io.netty.channel.Channel;
import java.util.List;

/** Connect as clients speak it: {@code rpc.protocol=connect}. With what the connections of an endpoint share. */
public final class ConnectClientProtocol implements ClientProtocol {
    private static final String NAME = "connect";
    private static final List<String> ALPN = List.of("h2");

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
        return ALPN;
    }

    @Override
    public ClientConnection open(Channel channel, ConnectionOwner owner) {
        int maxOutcome = HttpProtocol.maxOutcome(owner.settings());
        ConnectCodec codec = new ConnectCodec(
                owner, owner.authority(), ClientHttpKeys.queries(owner.config()), bindings, maxOutcome);
        Http2ClientConnection connection = new Http2ClientConnection(channel, owner, codec, pool, maxOutcome);
        channel.pipeline().addLast(connection);
        return connection.clientSide();
    }
}
