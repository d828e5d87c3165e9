package dev.tenstep.rpc.protocol.http.stream;

/** Finds the way of a request. */
public interface Router {

    /** Returns the way of a request, which may be its refusal. Event loop. */
    Route route(Request request);
}
