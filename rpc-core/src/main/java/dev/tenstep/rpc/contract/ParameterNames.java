package dev.tenstep.rpc.contract;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the names of a constructor's parameters: by {@code @Constructor}, by {@code @ConstructorProperties} of
 * java.beans, by {@code @Param}, by the class file if it was compiled with {@code -parameters}, or, for a Kotlin data
 * class, by the fields that its {@code componentN} functions return.
 */
final class ParameterNames {
    private ParameterNames() {}

    /** The names, in order; null if they are not known. */
    static @Nullable List<String> of(Constructor<?> constructor) {
        List<String> given = annotated(constructor);
        if (given == null) {
            given = single(constructor);
        }
        return given == null ? components(constructor) : given;
    }

    private static @Nullable List<String> annotated(Constructor<?> constructor) {
        dev.tenstep.rpc.contract.Constructor ours =
                constructor.getAnnotation(dev.tenstep.rpc.contract.Constructor.class);
        if (ours != null && ours.value().length > 0) {
            return List.of(ours.value());
        }
        for (Annotation each : constructor.getAnnotations()) {
            // Recognized by name: its module, java.desktop, may be absent.
            if (each.annotationType().getName().equals("java.beans.ConstructorProperties")) {
                return List.of(value(each));
            }
        }
        return null;
    }

    private static String[] value(Annotation annotation) {
        try {
            return (String[]) annotation.annotationType().getMethod("value").invoke(annotation);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(annotation + " without its value", e);
        }
    }

    private static @Nullable List<String> single(Constructor<?> constructor) {
        List<@Nullable String> names = Arrays.stream(constructor.getParameters())
                .map(ParameterNames::name)
                .toList();
        return names.stream().allMatch(Objects::nonNull) ? List.copyOf(names) : null;
    }

    private static @Nullable String name(Parameter parameter) {
        Param given = parameter.getAnnotation(Param.class);
        if (given != null) {
            return given.value();
        }
        return parameter.isNamePresent() ? parameter.getName() : null;
    }

    /**
     * The fields of a class that has nothing but what {@code component1} and so on return, each of the matching type.
     */
    private static @Nullable List<String> components(Constructor<?> constructor) {
        Class<?> owner = constructor.getDeclaringClass();
        Class<?>[] types = constructor.getParameterTypes();
        List<java.lang.reflect.Field> fields = Arrays.stream(owner.getDeclaredFields())
                .filter(f -> !f.isSynthetic() && (f.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                .toList();
        for (int i = 0; i < types.length; i++) {
            boolean given = fields.size() == types.length
                    && fields.get(i).getType() == types[i]
                    && componentType(owner, i + 1) == types[i];
            if (!given) {
                return null;
            }
        }
        return fields.stream().map(java.lang.reflect.Field::getName).toList();
    }

    private static @Nullable Class<?> componentType(Class<?> owner, int number) {
        try {
            Method component = owner.getMethod("component" + number);
            return component.getReturnType();
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
