package dev.tenstep.rpc.call;

import dev.tenstep.rpc.contract.MethodContract;

/**
 * Stands before an exchange, at a client or at a server alike: passes the call on, changed or not; answers it itself; or
 * looks at the reply on its way back.
 *
 * <pre>{@code
 * Filter token = (call, replyTo, next) ->
 *         next.exchange(call.withMetadata(call.metadata().with("authorization", "Bearer " + token())), replyTo);
 * }</pre>
 *
 * <p>Runs for every call in the caller's thread, or at a server where the handler runs. What it throws ends the call.
 */
@FunctionalInterface
public interface Filter {

    /** Answers the call, as a rule by {@code next.exchange(call, replyTo)}. */
    void exchange(Call call, ReplyTo replyTo, Exchange next);

    /**
     * The filter of one method of a server, asked for once, before it starts: this one, unless what it does depends on the
     * method or on the class that implements it.
     *
     * @param handler the class of what implements the service
     * @throws IllegalArgumentException if the method cannot be served so; the server does not start
     */
    default Filter forMethod(MethodContract method, Class<?> handler) {
        return this;
    }

    /** The exchange before which the filters stand, the first of them outermost. */
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
