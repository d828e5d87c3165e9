package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.transport.netty.tenstep.Probe;
import dev.tenstep.rpc.transport.netty.tenstep.ProbeHandler;
import dev.tenstep.rpc.transport.netty.tenstep.Served;
import io.netty.channel.uring.IoUring;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Tests a Unix socket on io_uring, where the system has it and allows it. */
@EnabledIf("available")
final class UringPathTest {
    static boolean available() {
        return IoUring.isAvailable();
    }

    @Test
    void callsCrossAUnixSocket(@TempDir Path folder) {
        KernelSettings settings = KernelSettings.DEFAULT.withTransport("io_uring");
        String address = "unix:" + folder.resolve("server.sock");
        try (RpcServer server =
                        Served.server(address, settings, new ProbeHandler()).start();
                RpcClient client = Served.client(server.address(), settings).build()) {
            assertThat(client.stub(Probe.class).next(41)).isEqualTo(42);
        }
    }
}
