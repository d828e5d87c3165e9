package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.testkit.KernelContract;

/** Runs the contract of the kernels over Connect. */
final class ConnectKernelTest implements KernelContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public String protocol() {
        return "connect";
    }
}
