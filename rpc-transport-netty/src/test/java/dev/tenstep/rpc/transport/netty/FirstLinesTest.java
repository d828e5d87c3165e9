package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.Eventually;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first lines in the log of a server and of a client. */
final class FirstLinesTest {
    private static final KernelSettings NIO = KernelSettings.DEFAULT.withTransport("nio");

    @Test
    void serverSaysWhereAndHowItListens(@TempDir Path folder) throws Exception {
        try (Logged log = new Logged(RpcServer.class);
                RpcServer server = Served.server(NIO, new ProbeHandler())
                        .protocols("tenstep")
                        .listen("inproc:first-lines")
                        .start();
                RpcServer tls = Served.server(NIO, new ProbeHandler())
                        .tls(new Pki(folder, "authority").issue("server"))
                        .start()) {
            assertThat(log.count("INFO serving Probe on " + server.address()
                            + " (nio, no TLS, protocols tenstep) and inproc:first-lines; serializers "))
                    .isOne();
            assertThat(log.count("INFO", "on " + tls.address() + " (nio, TLS, protocols "))
                    .isOne();
        }
    }

    @Test
    void clientSaysHowItHasConnectedOnce() {
        RpcServer first = Served.server(NIO, new ProbeHandler()).start();
        String address = first.address();
        try (Logged log = new Logged(NettyClientKernel.class);
                RpcClient client = Served.client(address, NIO).build()) {
            Probe probe = client.stub(Probe.class);
            assertThat(probe.next(1)).isEqualTo(2);
            first.close();
            try (RpcServer second =
                    Served.server(address, NIO, new ProbeHandler()).start()) {
                Eventually.until("a call succeeds", () -> succeeds(probe));
                assertThat(second.address()).isEqualTo(address);
            }
            assertThat(log.count("DEBUG " + address + ": the first connection, by tenstep over nio, no TLS"))
                    .isOne();
        }
    }

    private static boolean succeeds(Probe probe) {
        try {
            return probe.next(1) == 2;
        } catch (RpcException e) {
            return false;
        }
    }
}
