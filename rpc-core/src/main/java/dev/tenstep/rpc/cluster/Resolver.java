package dev.tenstep.rpc.cluster;

import java.util.List;

/**
 * Finds the endpoints of a target, and follows them as they come and go. A client uses the last list that it was given,
 * so a failing resolver does no harm to a client that has a list.
 *
 * <pre>{@code
 * RpcClient client = RpcClient.builder().resolver(listener -> registry.watch("users",
 *         instances -> listener.endpoints(instances.stream().map(i -> Endpoint.of(i.hostAndPort())).toList()))).build();
 * }</pre>
 */
@FunctionalInterface
public interface Resolver extends AutoCloseable {

    /** The receiver of endpoints. Safe for use by many threads. */
    interface Listener {

        /**
         * Replaces the endpoints. Connections to those that stay are kept; those to others accept no more calls, and
         * close when their calls are answered. An endpoint that is listed twice counts once. An empty list is ignored
         * and logged: it is seldom true that nobody serves, and calls would report it anyway.
         *
         * @throws IllegalArgumentException if an address is invalid; the endpoints stay as they were
         */
        void endpoints(List<Endpoint> all);

        /**
         * Reports that there is no list, and why. Calls fail with that reason while no list has ever come, unless they
         * wait for ready; afterwards it is only logged.
         */
        void failed(String why);
    }

    /**
     * Starts to report endpoints to the listener, in any thread; called once, when the client is made. Does not block.
     */
    void start(Listener listener);

    /**
     * Notes that an endpoint cannot be reached, so that the list may be outdated. Called often, in any thread; does not
     * block.
     */
    default void refresh() {}

    /** Stops reporting to the listener. */
    @Override
    default void close() {}
}
