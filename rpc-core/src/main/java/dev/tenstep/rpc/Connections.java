package dev.tenstep.rpc;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.cluster.Endpoint;
import dev.tenstep.rpc.cluster.Endpoints;
import dev.tenstep.rpc.cluster.HostNames;
import dev.tenstep.rpc.cluster.Resolver;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.ClientSetup;
import dev.tenstep.rpc.kernel.KernelProvider;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a client.
 *
 * @param exchange the pipeline: the choice of a connection, if there may be several, then the filters of attempts, then
 *     the kernel
 * @param several tells whether there are several at this time
 * @param close closes them
 */
record Connections(Exchange exchange, BooleanSupplier several, Runnable close) {

    /**
     * Makes the connections without opening any yet.
     *
     * @param target endpoints separated by commas; null if there is a resolver
     * @param resolver null if there is a target
     * @param count the number of connections to each endpoint
     * @throws IllegalArgumentException if the target or a setting is invalid
     */
    static Connections of(
            @Nullable String target,
            @Nullable Resolver resolver,
            int count,
            List<Filter> attemptFilters,
            ClientSetup setup) {
        // Found once, by the class loaders of this thread: endpoints may come in a thread of the resolver.
        List<KernelProvider> providers = Plugins.load(KernelProvider.class);
        Function<Endpoint, ClientKernel> kernels = endpoint -> Plugins.kernels(endpoint.address(), providers)
                .client(endpoint.address(), setup.withAuthority(endpoint.authority()));
        Resolver source = resolver;
        if (source == null) {
            List<String> addresses = endpoints(requireNonNull(target, "target"));
            if (addresses.size() == 1 && count == 1 && !HostNames.isName(addresses.get(0))) {
                ClientKernel only = kernels.apply(Endpoint.of(addresses.get(0)));
                return new Connections(Filter.chain(attemptFilters, only), () -> false, only::close);
            }
            source = new HostNames(addresses);
        }
        Endpoints endpoints = new Endpoints(source, kernels, count, attemptFilters, setup.settings());
        return new Connections(endpoints, endpoints::several, endpoints::close);
    }

    private static List<String> endpoints(String target) {
        List<String> endpoints =
                Arrays.stream(target.split(",", -1)).map(String::trim).toList();
        if (endpoints.contains("")) {
            throw new IllegalArgumentException(
                    "target: '" + target + "' (expected: an endpoint before and after each comma)");
        }
        if (endpoints.stream().distinct().count() < endpoints.size()) {
            throw new IllegalArgumentException("target: '" + target + "' (expected: each endpoint once; for more"
                    + " connections to one, set rpc.connections)");
        }
        return endpoints;
    }
}
