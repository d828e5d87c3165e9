package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.List;

/** Makes a model's handles from members, in the types that the model promises. */
final class Accessors {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final MethodHandle WELL_FORMED =
            find(Texts.class, "wellFormed", MethodType.methodType(String.class, String.class));

    /*
     * A handle remembers the last type to which it was adapted, until JDK 18 strongly. Those that the JDK shares, and
     * static ones, must not be adapted to a user's type: its class would never be unloaded.
     */
    private static final MethodHandle SAME =
            find(Accessors.class, "same", MethodType.methodType(Object.class, Object[].class));

    private static final MethodHandle CAST =
            find(Accessors.class, "cast", MethodType.methodType(Object.class, Class.class, Object.class));

    private Accessors() {}

    private static MethodHandle find(Class<?> owner, String name, MethodType type) {
        try {
            return LOOKUP.findStatic(owner, name, type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner.getSimpleName() + "." + name, e);
        }
    }

    /** The handle {@code (Object)T} of an accessor. */
    static MethodHandle getter(Method accessor, Class<?> type) {
        accessor.trySetAccessible();
        return adapt(() -> LOOKUP.unreflect(accessor), MethodType.methodType(type, Object.class));
    }

    /** The handle {@code (Object)T} of a field. */
    static MethodHandle getter(java.lang.reflect.Field field, Class<?> type) {
        field.trySetAccessible();
        return adapt(() -> LOOKUP.unreflectGetter(field), MethodType.methodType(type, Object.class));
    }

    /**
     * The handle {@code (Object)String} of the message that a class passed to its JDK superclass, bypassing overrides
     * of {@code getMessage}. It uses the accessor if that class is not open to reflection.
     */
    static MethodHandle inheritedMessage(Class<?> exception, Method accessor) {
        MethodType text = MethodType.methodType(String.class);
        try {
            return MethodHandles.privateLookupIn(exception, LOOKUP)
                    .findSpecial(Throwable.class, "getMessage", text, exception)
                    .asType(text.insertParameterTypes(0, Object.class));
        } catch (ReflectiveOperationException e) {
            return getter(accessor, String.class);
        }
    }

    /**
     * The same {@code (Object)String}, with a question mark for each half of a surrogate pair, as in other texts for
     * people.
     */
    static MethodHandle wellFormed(MethodHandle text) {
        return MethodHandles.filterReturnValue(text, WELL_FORMED);
    }

    /** The handle {@code (Object, T)void} of an accessor. */
    static MethodHandle setter(Method accessor, Class<?> type) {
        accessor.trySetAccessible();
        return adapt(() -> LOOKUP.unreflect(accessor), MethodType.methodType(void.class, Object.class, type));
    }

    /** The handle {@code (Object, T)void} of a field. */
    static MethodHandle setter(java.lang.reflect.Field field, Class<?> type) {
        field.trySetAccessible();
        return adapt(() -> LOOKUP.unreflectSetter(field), MethodType.methodType(void.class, Object.class, type));
    }

    /** The handle {@code (P1, P2, ...)Object}, with the constructor's own parameter types. */
    static MethodHandle constructor(Constructor<?> constructor) {
        constructor.trySetAccessible();
        MethodType type = MethodType.methodType(Object.class, constructor.getParameterTypes());
        return adapt(() -> LOOKUP.unreflectConstructor(constructor), type);
    }

    /** The handle {@code (T1, T2, ...)Object}: the same constructor, taking the fields' types. */
    static MethodHandle taking(MethodHandle constructor, List<FieldModel> fields) {
        Class<?>[] taken = fields.stream().map(f -> f.type().rawType()).toArray(Class<?>[]::new);
        return constructor.asType(MethodType.methodType(Object.class, taken));
    }

    /** The handle {@code (Object)T} of an element of an {@code Object[]}. */
    static MethodHandle element(int index, Class<?> type) {
        MethodHandle any = MethodHandles.arrayElementGetter(Object[].class);
        return MethodHandles.insertArguments(any, 1, index).asType(MethodType.methodType(type, Object.class));
    }

    /** The handle {@code (T1, T2, ...)Object} that collects into an {@code Object[]}. */
    static MethodHandle collector(List<FieldModel> fields) {
        return taking(SAME.asCollector(Object[].class, fields.size()), fields);
    }

    /** The handle {@code (Object)T} that casts. */
    static MethodHandle cast(Class<?> type) {
        return CAST.bindTo(type).asType(MethodType.methodType(type, Object.class));
    }

    @SuppressWarnings("UnusedMethod") // found by name
    private static Object cast(Class<?> type, Object value) {
        return type.cast(value);
    }

    @SuppressWarnings("UnusedMethod")
    private static Object same(Object[] array) {
        return array;
    }

    private static MethodHandle adapt(Unreflect member, MethodType type) {
        try {
            return member.handle().asType(type);
        } catch (IllegalAccessException e) {
            throw new InaccessibleObjectException(e.getMessage());
        }
    }

    private interface Unreflect {
        MethodHandle handle() throws IllegalAccessException;
    }
}
