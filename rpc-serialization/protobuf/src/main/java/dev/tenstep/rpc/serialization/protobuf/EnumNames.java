package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.MethodContract;
import java.util.Map;

/** The names of enums in the schema that is derived from a method, which their constants' names begin with. */
public final class EnumNames {
    private EnumNames() {}

    /** Returns the names of all enums that the method reaches, by their classes. */
    public static Map<Class<?>, String> of(MethodContract method) {
        SchemaBuilder.Shared shared = new SchemaBuilder.Shared().withExceptionsOf(method);
        new SchemaBuilder(method, shared).build();
        return shared.enumNames();
    }
}
