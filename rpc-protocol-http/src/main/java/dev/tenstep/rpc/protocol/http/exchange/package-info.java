/**
 * Calls in requests and responses of HTTP, whatever the protocol: finding the method, reading messages, serving the call, and
 * writing what comes of it. What protocols say in words of their own is behind {@code Answers}.
 *
 * <pre>{@code
 * CallRoute route = ...; // what a request's head says
 * StreamHandler request = route.enveloped(stream);
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.protocol.http.exchange.CallRoutes} (what a head asks for) and {@link
 * dev.tenstep.rpc.protocol.http.exchange.CallRequest} (steps 3 and 8 on a server).
 */
@NullMarked
package dev.tenstep.rpc.protocol.http.exchange;

import org.jspecify.annotations.NullMarked;
