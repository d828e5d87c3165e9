package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.fuzz.Fed;
import dev.tenstep.rpc.kernel.ServerSetup;
import dev.tenstep.rpc.server.Services;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A server's port whose connections are on channels that go nowhere. */
public final class FedPort {
    private final NettyServerKernel kernel;

    /** Makes that of a server with these services. */
    public FedPort(Services services) {
        try {
            kernel = new NettyServerKernel(
                    "127.0.0.1:0", new ServerSetup(services, Fed.SETTINGS, null, Fed.COMPRESSION, null, Fed.CONFIG));
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

    /** Checks, when all connections are closed, that nothing is held on their behalf. */
    public void check() {
        long held = kernel.budget().held();
        if (held != 0) {
            throw new IllegalStateException("a connection that is closed holds " + held + " bytes of its server's");
        }
    }
}
