package dev.tenstep.rpc.transport.netty.line;

import dev.tenstep.rpc.testkit.UnaryContract;

/** Runs the contract of protocols that have neither calls' metadata nor streams to the server. */
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
