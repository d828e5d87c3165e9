package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.kernel.ServerSetup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A server's port whose connections are on channels that go nowhere. */
public final class FedPort {
    private final NettyServerKernel kernel;

    /** Makes one. */
    public FedPort(ServerSetup setup) {
        try {
            kernel = new NettyServerKernel("127.0.0.1:0", setup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Accepts a connection. */
    public void accept(EmbeddedChannel channel) {
        ConnectionContext context = new ConnectionContext(channel, 1, kernel, kernel.budget());
        channel.pipeline().addLast(new ProtocolDetector(context, ServerProtocols.of(null), kernel));
        channel.pipeline().fireChannelActive();
    }

    /** Returns the number of bytes held on behalf of all connections. */
    public long held() {
        return kernel.budget().held();
    }
}
