/**
 * The endpoints of a client's target. A resolver lists them and follows their changes, a balancer chooses one for each
 * attempt at a call, and calls wait here while none is ready.
 *
 * <pre>{@code
 * RpcClient client = RpcClient.builder()
 *         .resolver(listener -> registry.watch("users", found -> listener.endpoints(found)))
 *         .build();
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.cluster.Endpoints}. For users: {@link dev.tenstep.rpc.cluster.Resolver} and {@link
 * dev.tenstep.rpc.cluster.Endpoint}. The rest is internal.
 */
@NullMarked
package dev.tenstep.rpc.cluster;

import org.jspecify.annotations.NullMarked;
