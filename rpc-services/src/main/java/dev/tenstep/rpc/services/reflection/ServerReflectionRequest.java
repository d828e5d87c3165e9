package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.Message;
import org.jspecify.annotations.Nullable;

/**
 * One question; one of all but {@code host} is not null.
 *
 * @param fileByFilename a file's path
 * @param fileContainingSymbol the full name of a service, method, message or enum
 * @param allExtensionNumbersOfType the full name of a message
 * @param listServices anything
 */
@Message
public record ServerReflectionRequest(
        @Field(1) @Nullable String host,
        @Field(3) @Nullable String fileByFilename,
        @Field(4) @Nullable String fileContainingSymbol,
        @Field(5) @Nullable ExtensionRequest fileContainingExtension,
        @Field(6) @Nullable String allExtensionNumbersOfType,
        @Field(7) @Nullable String listServices) {}
