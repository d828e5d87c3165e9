package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.Message;

/** Asks for the file that has an extension; proto3 has none. */
@Message
public record ExtensionRequest(String containingType, int extensionNumber) {}
