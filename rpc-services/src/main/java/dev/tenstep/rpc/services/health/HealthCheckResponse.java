package dev.tenstep.rpc.services.health;

import dev.tenstep.rpc.contract.Message;

/** A status. */
@Message
public record HealthCheckResponse(ServingStatus status) {}
