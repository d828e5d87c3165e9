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

/** Makes kernels with default settings for the tests of a protocol, and connects them to embedded channels. */
public final class TestPort {
    private TestPort() {}

    private static ConfigReader noSettings() {
        return new ConfigReader(Config.of(Map.of()), null);
    }

    /** Makes a server's kernel that speaks every protocol, on any free port. */
    public static ServerKernel server(Services services, Compression compression) throws IOException {
        return new NettyServerKernel(
                "127.0.0.1:0",
                new ServerSetup(services, KernelSettings.DEFAULT, null, compression, null, noSettings()));
    }

    /** Makes a client's kernel for an endpoint that nobody serves. */
    public static ClientKernel client(String protocol, Compression compression) {
        return new NettyClientKernel(
                "127.0.0.1:1",
                new ClientSetup(KernelSettings.DEFAULT, null, compression, protocol, null, noSettings()));
    }

    /** Makes a server accept a connection. */
    public static void accept(ServerKernel kernel, EmbeddedChannel channel) {
        NettyServerKernel port = (NettyServerKernel) kernel;
        ConnectionContext context = new ConnectionContext(channel, 1, port, port.budget());
        channel.pipeline().addLast(new ProtocolDetector(context, ServerProtocols.of(null), port));
        channel.pipeline().fireChannelActive();
    }

    /** Makes a client open a connection. */
    public static ClientConnection connect(ClientKernel kernel, ClientProtocol protocol, EmbeddedChannel channel) {
        ClientConnection connection = protocol.open(channel, (NettyClientKernel) kernel);
        channel.pipeline().fireChannelActive();
        return connection;
    }

    /** Returns the bytes that a server holds on behalf of all its clients. */
    public static long held(ServerKernel kernel) {
        return ((NettyServerKernel) kernel).budget().held();
    }
}
