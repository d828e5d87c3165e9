package dev.tenstep.rpc.contract;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the constructor that makes an immutable class: the one marked {@code @Constructor}; or the only one; or, of
 * several, the only one that takes every field. A class with a constructor without parameters and setters for all
 * fields is a bean.
 */
final class ValueParser {
    private static final String NAMES = " (expected: the class compiled with -parameters, in Kotlin -java-parameters;"
            + " @ConstructorProperties or @Constructor({...}) with the names; or make it a record)";

    private final Faults faults;

    ValueParser(Faults faults) {
        this.faults = faults;
    }

    /** Returns whether a class that is not a record is made by a constructor with parameters. */
    static boolean isValue(BoundType type) {
        List<Constructor<?>> all = constructors(type.raw());
        if (all.stream().anyMatch(ValueParser::isMarked)) {
            return true;
        }
        boolean bean = Arrays.stream(type.raw().getDeclaredConstructors()).anyMatch(c -> c.getParameterCount() == 0);
        if (!bean) {
            return true;
        }
        boolean settable = ValueConstructor.fields(type.raw()).values().stream().allMatch(f -> isSettable(type, f));
        return !settable
                && all.stream().anyMatch(c -> ValueConstructor.of(c, type).whole());
    }

    private static boolean isSettable(BoundType type, java.lang.reflect.Field field) {
        int open = field.getModifiers() & (Modifier.PUBLIC | Modifier.FINAL);
        return open == Modifier.PUBLIC || AccessorNames.setter(type.raw(), field.getName(), field.getType()) != null;
    }

    private static boolean isMarked(Constructor<?> constructor) {
        return constructor.isAnnotationPresent(dev.tenstep.rpc.contract.Constructor.class);
    }

    /** The constructors with parameters, except synthetic ones: Kotlin adds one for default values. */
    private static List<Constructor<?>> constructors(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(c -> !c.isSynthetic() && c.getParameterCount() > 0)
                .toList();
    }

    /** The constructor; null after a fault. */
    @Nullable
    ValueConstructor find(BoundType type) {
        List<Constructor<?>> all = constructors(type.raw());
        List<Constructor<?>> marked = all.stream().filter(ValueParser::isMarked).toList();
        if (marked.size() > 1) {
            faults.addType(type.toString(), "@Constructor on " + marked.size() + " constructors (expected: on one)");
            return null;
        }
        if (marked.size() == 1) {
            return checked(ValueConstructor.of(marked.get(0), type), type, true);
        }
        if (all.size() == 1) {
            return checked(ValueConstructor.of(all.get(0), type), type, false);
        }
        List<ValueConstructor> whole = all.stream()
                .map(c -> ValueConstructor.of(c, type))
                .filter(ValueConstructor::whole)
                .toList();
        if (whole.size() == 1) {
            return whole.get(0);
        }
        String text =
                whole.isEmpty() ? "none of which takes every field by its name" : "of which " + whole + " would do";
        faults.addType(
                type.toString(),
                "has " + all.size() + " constructors, " + text
                        + " (expected: @Constructor on the one to use, and the class compiled with -parameters)");
        return null;
    }

    private @Nullable ValueConstructor checked(ValueConstructor found, BoundType type, boolean picked) {
        if (found.names() == null) {
            faults.addType(type.toString(), "its constructor " + found + " has no names for its parameters" + NAMES);
            return null;
        }
        for (String name : found.unread()) {
            faults.addType(
                    type + "." + name,
                    "a constructor parameter that is not a property (expected: a public accessor get, is or just its"
                            + " name that gives the parameter's type, or a public field)");
        }
        if (!picked && !found.lost().isEmpty()) {
            faults.addType(
                    type.toString(),
                    "loses " + found.lost() + ", which " + found + " does not take (expected: a parameter of that name,"
                            + " @Constructor if it can do without, or make the field transient)");
            return null;
        }
        return found.unread().isEmpty() ? found : null;
    }
}
