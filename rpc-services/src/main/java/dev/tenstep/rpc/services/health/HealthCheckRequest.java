package dev.tenstep.rpc.services.health;

import dev.tenstep.rpc.contract.Message;

/**
 * Asks for a status.
 *
 * @param service a service's name; empty for the server as a whole
 */
@Message
public record HealthCheckRequest(String service) {}
