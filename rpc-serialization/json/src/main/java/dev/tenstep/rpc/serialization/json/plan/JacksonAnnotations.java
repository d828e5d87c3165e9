package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.annotation.JacksonAnnotation;
import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.JsonSerializable;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds whether users' types carry annotations that Jackson follows. */
final class JacksonAnnotations {
    private static final ClassValue<Boolean> FOUND = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return JsonSerializable.class.isAssignableFrom(type) || isAnnotated(type);
        }
    };

    private JacksonAnnotations() {}

    /** Refuses a container whose own class may have Jackson write something else. */
    static void requireNone(Object container) {
        if (FOUND.get(container.getClass())) {
            throw new NotAsPlanned();
        }
    }

    /**
     * Returns whether a class, a type that it inherits from, or any of their members has one, or whether it writes itself.
     */
    static boolean areOn(Class<?> type) {
        return FOUND.get(type);
    }

    private static boolean isAnnotated(Class<?> type) {
        try {
            Set<Class<?>> family = new HashSet<>();
            collect(type, family);
            return family.stream().flatMap(each -> elements(each).stream()).anyMatch(JacksonAnnotations::isAnnotated);
        } catch (LinkageError e) {
            return true; // a class in some signature is missing: Jackson may see more of it
        }
    }

    private static void collect(@Nullable Class<?> type, Set<Class<?>> family) {
        if (type != null && !type.getName().startsWith("java.") && family.add(type)) {
            collect(type.getSuperclass(), family);
            for (Class<?> each : type.getInterfaces()) {
                collect(each, family);
            }
        }
    }

    private static List<AnnotatedElement> elements(Class<?> type) {
        List<AnnotatedElement> all = new ArrayList<>(List.of(type));
        all.addAll(List.of(type.getDeclaredFields()));
        for (Method method : type.getDeclaredMethods()) {
            addWithParameters(method, all);
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            addWithParameters(constructor, all);
        }
        return all;
    }

    private static void addWithParameters(Executable executable, List<AnnotatedElement> all) {
        all.add(executable);
        all.addAll(List.<Parameter>of(executable.getParameters()));
    }

    private static boolean isAnnotated(AnnotatedElement element) {
        for (Annotation each : element.getDeclaredAnnotations()) {
            Class<?> type = each.annotationType();
            if (type.isAnnotationPresent(JacksonAnnotation.class)
                    || type.isAnnotationPresent(JacksonAnnotationsInside.class)
                    || type.getPackageName().equals("java.beans")) {
                return true;
            }
        }
        return false;
    }
}
