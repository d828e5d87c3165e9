package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.testkit.ReactiveStreamsContract;

final class NettyReactiveStreamsTest implements ReactiveStreamsContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }
}
