package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.TransportContract;
import io.netty.channel.uring.IoUring;
import org.junit.jupiter.api.condition.EnabledIf;

/** Runs the contract on io_uring, where the system has it and allows it. */
@EnabledIf("available")
final class NettyUringKernelTest implements TransportContract {
    static boolean available() {
        return IoUring.isAvailable();
    }

    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public KernelSettings settings() {
        return KernelSettings.DEFAULT.withTransport("io_uring");
    }
}
