package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The public accessor of a property: one that returns its type, boxed or not, or a narrower one; or one that returns it
 * in an {@code Optional}, as is common for a field that may be null.
 *
 * @param optional the form of optional that the accessor returns; null if it returns the value itself
 */
record PropertyReader(Method accessor, OptionalModel.@Nullable Form optional) {
    private static final MethodHandle TAKE = take();

    /** Finds the accessor of a property by name and type, or null. */
    static @Nullable PropertyReader find(
            Class<?> owner, Map<TypeVariable<?>, BoundType> variables, String name, BoundType type) {
        List<Method> accessors = AccessorNames.getters(owner, name, type.raw());
        for (Method accessor : accessors) {
            if (fits(accessor, BoundType.of(accessor.getGenericReturnType(), variables), type)) {
                return new PropertyReader(accessor, null);
            }
        }
        for (Method accessor : accessors) {
            BoundType returned = BoundType.of(accessor.getGenericReturnType(), variables);
            OptionalModel.Form form = OptionalModel.form(returned.raw());
            if (form != null && holds(form, returned, type)) {
                return new PropertyReader(accessor, form);
            }
        }
        return null;
    }

    private static boolean fits(Method accessor, BoundType returned, BoundType type) {
        return accessor.getReturnType() == type.raw()
                || type.raw().isAssignableFrom(returned.raw())
                || boxed(returned.raw()) == boxed(type.raw());
    }

    private static boolean holds(OptionalModel.Form form, BoundType returned, BoundType type) {
        return switch (form) {
            case ANY -> returned.arguments().equals(List.of(type));
            case INT -> type.raw() == Integer.class;
            case LONG -> type.raw() == Long.class;
            case DOUBLE -> type.raw() == Double.class;
        };
    }

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /** The factory of the handle {@code (Object)T} for the raw type of the field. */
    Function<Class<?>, MethodHandle> handle() {
        if (optional == null) {
            return type -> Accessors.getter(accessor, type);
        }
        MethodHandle take = TAKE.bindTo(optional);
        return type -> MethodHandles.filterReturnValue(Accessors.getter(accessor, Object.class), take)
                .asType(MethodType.methodType(type, Object.class));
    }

    @SuppressWarnings("UnusedMethod") // by TAKE
    private static @Nullable Object take(OptionalModel.Form form, @Nullable Object optional) {
        return optional == null ? null : form.take(optional);
    }

    private static MethodHandle take() {
        MethodType type = MethodType.methodType(Object.class, OptionalModel.Form.class, Object.class);
        try {
            return MethodHandles.lookup().findStatic(PropertyReader.class, "take", type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("take", e);
        }
    }
}
