package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.Message;
import java.util.List;

/** The numbers of a message's extensions. */
@Message
public record ExtensionNumberResponse(String baseTypeName, List<Integer> extensionNumber) {}
