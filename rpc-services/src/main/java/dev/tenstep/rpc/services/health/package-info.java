/**
 * gRPC's health protocol: whether a server and its services are served, for load balancers and probes.
 *
 * <pre>{@code
 * HealthService health = HealthService.of(Users.class);
 * RpcServer.builder().service(Health.class, health);
 * }</pre>
 *
 * <p>Starting points: {@link dev.tenstep.rpc.services.health.HealthService}, and the interface {@link
 * dev.tenstep.rpc.services.health.Health}, which clients use.
 */
@NullMarked
package dev.tenstep.rpc.services.health;

import org.jspecify.annotations.NullMarked;
