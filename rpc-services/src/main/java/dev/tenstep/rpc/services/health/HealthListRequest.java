package dev.tenstep.rpc.services.health;

import dev.tenstep.rpc.contract.Message;

/** Asks for all statuses. */
@Message
public record HealthListRequest() {}
