package dev.tenstep.rpc.call;

import dev.tenstep.rpc.contract.MethodContract;

/**
 * A stage before an exchange, on a client or a server alike. It passes the call on, changed or not; answers it itself;
 * or looks at the reply on its way back.
 *
 * <pre>{@code
 * Filter token = (call, replyTo, next) ->
 *         next.exchange(call.withMetadata(call.metadata().with("authorization", "Bearer " + token())), replyTo);
 * }</pre>
 *
 * <p>Runs for every call in the caller's thread, or on a server where the handler runs. An exception ends the call.
 */
@FunctionalInterface
public interface Filter {

    /** Answers the call, usually by {@code next.exchange(call, replyTo)}. */
    void exchange(Call call, ReplyTo replyTo, Exchange next);

    /**
     * The filter for one method of a server, asked for once, before the server starts. It is this one, unless the
     * filter depends on the method or on the class that implements it.
     *
     * @param handler the class of the service's implementation
     * @throws IllegalArgumentException if the method cannot be served this way; the server does not start
     */
    default Filter forMethod(MethodContract method, Class<?> handler) {
        return this;
    }

    /** Chains filters before an exchange, the first of them outermost. */
    static Exchange chain(Iterable<Filter> filters, Exchange last) {
        java.util.ArrayDeque<Filter> reversed = new java.util.ArrayDeque<>();
        filters.forEach(reversed::push);
        Exchange chain = last;
        for (Filter filter : reversed) {
            Exchange next = chain;
            chain = (call, replyTo) -> filter.exchange(call, replyTo, next);
        }
        return chain;
    }
}
