package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.testkit.TransportContract;

/** Runs the contract on NIO, which every platform has. */
final class NettyNioKernelTest implements TransportContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public KernelSettings settings() {
        return KernelSettings.DEFAULT.withTransport("nio");
    }
}
