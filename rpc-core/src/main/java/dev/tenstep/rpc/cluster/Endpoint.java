package dev.tenstep.rpc.cluster;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A place where a service is served.
 *
 * @param address {@code host:port}, {@code unix:PATH} or {@code inproc:NAME}
 * @param authority the host name on the server's certificate, if it differs from the address's; null to use that of the
 *     address
 */
public record Endpoint(String address, @Nullable String authority) {

    /** Checks that there is an address. */
    public Endpoint {
        requireNonNull(address, "address");
        if (address.isBlank()) {
            throw new IllegalArgumentException(
                    "address: '" + address + "' (expected: host:port, unix:PATH or inproc:NAME)");
        }
    }

    /** Makes an endpoint whose certificate has the host name of its address. */
    public static Endpoint of(String address) {
        return new Endpoint(address, null);
    }

    @Override
    public String toString() {
        return authority == null ? address : authority + " at " + address;
    }
}
