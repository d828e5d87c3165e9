package dev.tenstep.rpc.cluster;

import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.kernel.ClientKernel;

/**
 * One connection of a client to an endpoint, in gRPC's term: the kernel that keeps it, and the filters before it.
 * Immutable.
 */
public final class Subchannel {
    final Endpoint endpoint;
    final ClientKernel kernel;
    /** The filters of attempts, then the kernel. */
    final Exchange exchange;

    Subchannel(Endpoint endpoint, ClientKernel kernel, Exchange exchange) {
        this.endpoint = endpoint;
        this.kernel = kernel;
        this.exchange = exchange;
    }

    @Override
    public String toString() {
        return endpoint.toString();
    }
}
