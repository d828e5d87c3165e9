package dev.tenstep.rpc.protocol.netrpc;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.testkit.PlainContract;

/** Runs the contract of protocols that carry calls and nothing else. */
final class NetrpcKernelTest implements PlainContract {
    @Override
    public String address() {
        return "127.0.0.1:0";
    }

    @Override
    public String protocol() {
        return "netrpc";
    }

    @Override
    public RpcServer.Builder server(String address) {
        return PlainContract.super.server(address).serializer("gob");
    }

    @Override
    public RpcClient.Builder client(String address) {
        return PlainContract.super.client(address).serializer("gob");
    }
}
