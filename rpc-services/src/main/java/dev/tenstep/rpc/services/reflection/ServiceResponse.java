package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.Message;

/** A service's full name. */
@Message
public record ServiceResponse(String name) {}
