package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.Config;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ClientSetup;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.ServerKernel;
import dev.tenstep.rpc.kernel.ServerSetup;
import dev.tenstep.rpc.server.Services;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.Map;

/** Kernels with the defaults for the tests of a protocol, and connections of theirs on channels that go nowhere. */
public final class TestPort {
    private TestPort() {}

    private static ConfigReader noSettings() {
        return new ConfigReader(Config.of(Map.of()), null);
    }

    /** A server's kernel that speaks every protocol, at any free port. */
    public static ServerKernel server(Services services, Compression compression) throws IOException {
        return new NettyServerKernel(
                "127.0.0.1:0",
                new ServerSetup(services, KernelSettings.DEFAULT, null, compression, null, noSettings()));
    }

    /** A client's kernel, whose endpoint nobody serves. */
    public static ClientKernel client(String protocol, Compression compression) {
        return new NettyClientKernel(
                "127.0.0.1:1",
                new ClientSetup(KernelSettings.DEFAULT, null, compression, protocol, null, noSettings()));
    }

    /** Has a server accept a connection. */
    public static void accept(ServerKernel kernel, EmbeddedChannel channel) {
        NettyServerKernel port = (NettyServerKernel) kernel;
        ConnectionContext context = new ConnectionContext(channel, 1, port, port.budget());
        channel.pipeline().addLast(new ProtocolDetector(context, ServerProtocols.of(null), port));
        channel.pipeline().fireChannelActive();
    }

    /** Has a client make a connection. */
    public static ClientConnection connect(ClientKernel kernel, ClientProtocol protocol, EmbeddedChannel channel) {
        ClientConnection connection = protocol.open(channel, (NettyClientKernel) kernel);
        channel.pipeline().fireChannelActive();
        return connection;
    }

    /** The bytes that a server holds on behalf of all its clients. */
    public static long held(ServerKernel kernel) {
        return ((NettyServerKernel) kernel).budget().held();
    }
}
