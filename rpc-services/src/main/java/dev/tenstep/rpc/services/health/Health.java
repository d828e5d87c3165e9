package dev.tenstep.rpc.services.health;

import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.Flow;

/** gRPC's health protocol (github.com/grpc/grpc, doc/health-checking.md), as its {@code health.proto} has it. */
@RpcService("grpc.health.v1.Health")
@NonBlocking
public interface Health {

    /**
     * Returns a service's status.
     *
     * @throws dev.tenstep.rpc.call.RpcException NOT_FOUND if there is no such service
     */
    HealthCheckResponse check(HealthCheckRequest request);

    /** Returns the status of every service. */
    HealthListResponse list(HealthListRequest request);

    /** Streams a service's status, now and whenever it changes. */
    Flow.Publisher<HealthCheckResponse> watch(HealthCheckRequest request);
}
