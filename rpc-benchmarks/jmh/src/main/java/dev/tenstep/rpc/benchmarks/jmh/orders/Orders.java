package dev.tenstep.rpc.benchmarks.jmh.orders;

import dev.tenstep.rpc.contract.RpcService;

/** The interface from which the framework's serializers know the types. Nobody serves it. */
@RpcService("Orders")
public interface Orders {
    Order find(long id);
}
