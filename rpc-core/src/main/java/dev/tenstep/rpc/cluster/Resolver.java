package dev.tenstep.rpc.cluster;

import java.util.List;

/**
 * Finds the endpoints of a target, and follows them as they come and go. A client asks for a call's endpoint whatever list it was
 * given last, so a resolver that fails does no harm to a client that has a list.
 *
 * <pre>{@code
 * RpcClient client = RpcClient.builder().resolver(listener -> registry.watch("users",
 *         instances -> listener.endpoints(instances.stream().map(i -> Endpoint.of(i.hostAndPort())).toList()))).build();
 * }</pre>
 */
@FunctionalInterface
public interface Resolver extends AutoCloseable {

    /** The one who is told of endpoints. Safe for use by many threads. */
    interface Listener {

        /**
         * Replaces the endpoints. Connections to those that stay are kept; those to others take no more calls, and close when the
         * calls that they have are answered. An endpoint that is named twice counts once. An empty list is ignored, and logged:
         * that nobody serves is seldom true, and calls would say so anyway.
         *
         * @throws IllegalArgumentException if an address is none; the endpoints stay as they were
         */
        void endpoints(List<Endpoint> all);

        /**
         * Says that there is no list, and why. Calls fail with that reason while no list has ever come, unless they wait for
         * ready; afterwards it is only logged.
         */
        void failed(String why);
    }

    /** Begins to tell that listener of the endpoints, in any thread; called once, when the client is made. Does not block. */
    void start(Listener listener);

    /** Hears that an endpoint cannot be reached, so that the list may be old. Called often, in any thread; does not block. */
    default void refresh() {}

    /** Tells the listener nothing more. */
    @Override
    default void close() {}
}
