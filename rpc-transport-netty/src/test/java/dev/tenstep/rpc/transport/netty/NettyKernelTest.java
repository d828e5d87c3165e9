package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.testkit.KernelContract;

/** By the fastest transport that the platform has. */
final class NettyKernelTest implements KernelContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }
}
