package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.Message;
import java.util.List;

/** All services. */
@Message
public record ListServiceResponse(List<ServiceResponse> service) {}
