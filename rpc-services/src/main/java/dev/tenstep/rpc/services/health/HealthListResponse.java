package dev.tenstep.rpc.services.health;

import dev.tenstep.rpc.contract.Message;
import java.util.Map;

/** All statuses by the services' names. */
@Message
public record HealthListResponse(Map<String, HealthCheckResponse> statuses) {}
