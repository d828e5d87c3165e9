package dev.tenstep.rpc.inproc;

import dev.tenstep.rpc.kernel.KernelSettings;

/** The stricter of the client's and the server's limits. Sizes in bytes. */
record Limits(int maxMessage, int maxMetadata, int maxInFlight) {

    static Limits of(KernelSettings client, KernelSettings server) {
        return new Limits(
                Math.min(client.maxMessage(), server.maxMessage()),
                Math.min(client.maxMetadata(), server.maxMetadata()),
                Math.min(client.maxInFlight(), server.maxInFlight()));
    }
}
