package dev.tenstep.rpc.protocol.http.stream;

/**
 * The way of requests whose heads are equal: what can be known before a request's body. A connection may keep it for the
 * next request with the same head. Immutable.
 */
public interface Route {

    /** Begins a request; event loop. */
    StreamHandler open(HttpStream stream);
}
