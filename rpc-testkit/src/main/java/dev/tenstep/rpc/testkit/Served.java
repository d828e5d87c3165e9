package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;

/** A server of one service and a client of it; closed together. */
record Served<T>(Class<T> type, RpcServer server, RpcClient client) implements AutoCloseable {

    T stub() {
        return client.stub(type);
    }

    T stub(CallOptions options) {
        return client.stub(type, options);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
