package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.AnnotatedElement;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A component, property or parameter before its type is parsed.
 *
 * @param name the name in Java
 * @param field its annotation, if any
 * @param wire its annotation, if any
 * @param getter makes {@code (Object)T} for the raw type of the field
 * @param setter makes {@code (Object, T)void}; null unless it belongs to a bean
 */
record Member(
        String name,
        BoundType type,
        @Nullable Field field,
        @Nullable Wire wire,
        Function<Class<?>, MethodHandle> getter,
        @Nullable Function<Class<?>, MethodHandle> setter) {

    /** The wire name. */
    String wireName() {
        return Names.onWire(field, name);
    }

    /** Makes a member that is only read, since its owner is made by a constructor. */
    static Member of(String name, BoundType type, AnnotatedElement annotated, Function<Class<?>, MethodHandle> getter) {
        return new Member(
                name, type, annotated.getAnnotation(Field.class), annotated.getAnnotation(Wire.class), getter, null);
    }

    /** The same member, with the annotations of another part of the property for those that it lacks. */
    Member orAnnotated(@Nullable AnnotatedElement other) {
        return other == null
                ? this
                : new Member(
                        name,
                        type,
                        field == null ? other.getAnnotation(Field.class) : field,
                        wire == null ? other.getAnnotation(Wire.class) : wire,
                        getter,
                        setter);
    }
}
