package dev.tenstep.rpc.services.reflection;

import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.Message;
import org.jspecify.annotations.Nullable;

/** The answer to one question, which it repeats; one of the last four is not null. */
@Message
public record ServerReflectionResponse(
        @Field(1) @Nullable String validHost,
        @Field(2) ServerReflectionRequest originalRequest,
        @Field(4) @Nullable FileDescriptorResponse fileDescriptorResponse,
        @Field(5) @Nullable ExtensionNumberResponse allExtensionNumbersResponse,
        @Field(6) @Nullable ListServiceResponse listServicesResponse,
        @Field(7) @Nullable ErrorResponse errorResponse) {}
