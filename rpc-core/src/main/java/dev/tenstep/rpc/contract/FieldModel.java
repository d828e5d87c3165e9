package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A field of an {@link ObjectModel}.
 *
 * @param name the wire name: by {@link Field#name()}, or the Java name
 * @param javaName the name of the component, property or parameter
 * @param number the number in the derived schema, from 1, unique in the object
 * @param encoding the encoding of an integer in protobuf
 * @param getter {@code (Object)T} with T the raw type of the field; exceptions of the user's accessor pass through
 * @param setter {@code (Object, T)void}; null unless the object is a bean
 */
public record FieldModel(
        String name,
        String javaName,
        int number,
        TypeModel type,
        Wire.Encoding encoding,
        MethodHandle getter,
        @Nullable MethodHandle setter) {}
