package dev.tenstep.rpc.transport.netty.line;

import dev.tenstep.rpc.testkit.UnaryContract;

/** Runs the part of the kernels' suite for protocols that have neither the metadata of calls nor streams to the server. */
final class LineKernelTest implements UnaryContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public String protocol() {
        return LineProtocol.NAME;
    }
}
