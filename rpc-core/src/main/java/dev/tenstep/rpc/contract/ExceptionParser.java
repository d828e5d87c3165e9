package dev.tenstep.rpc.contract;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds how a declared exception is taken apart and recreated: by the constructor that restores most of it. */
final class ExceptionParser {
    private static final Set<Class<?>> ROOTS =
            Set.of(Throwable.class, Exception.class, RuntimeException.class, Error.class);

    private static final String UNFED =
            "has no constructor that its accessors can feed (expected: one whose parameters are"
                    + " \"message\", \"cause\" or named like accessors, compiled with -parameters)";

    private static final String MESSAGE_EXPECTED =
            " does not take (expected: a constructor with a String \"message\", or whose cause may be any Throwable, Exception"
                    + " or RuntimeException, to be given its text)";

    private final Faults faults;
    private final MemberParser members;
    private final Map<Class<?>, ObjectModel> known = new HashMap<>();

    ExceptionParser(TypeParser types, Faults faults) {
        this.faults = faults;
        this.members = new MemberParser(types, faults);
    }

    /** The model of an exception; null after a fault. */
    @Nullable
    ObjectModel parse(BoundType type) {
        ObjectModel seen = known.get(type.raw());
        if (seen != null) {
            return seen;
        }
        int before = faults.count();
        ObjectModel model = new ObjectModel(
                ObjectModel.Kind.EXCEPTION, type.raw(), type.raw().getSimpleName(), List.of());
        link(model, type);
        if (faults.count() > before) {
            return null;
        }
        known.put(type.raw(), model);
        return model;
    }

    private void link(ObjectModel model, BoundType type) {
        String name = type.toString();
        if (type.flaw() != null
                || ROOTS.contains(type.raw())
                || Modifier.isAbstract(type.raw().getModifiers())) {
            faults.addType(name, "says nothing about what is thrown (expected: a class of its own for each failure)");
            return;
        }
        String flaw = Names.flaw(type.raw().getSimpleName());
        if (flaw != null) {
            faults.addHere(flaw);
            return;
        }
        ExceptionConstructor best = best(type.raw());
        if (best == null) {
            faults.addType(name, UNFED);
            return;
        }
        if (best.losesMessage()) {
            faults.addType(name, "loses its message, which " + best + MESSAGE_EXPECTED);
            return;
        }
        Set<String> lost = new TreeSet<>(ownFields(type.raw()));
        lost.removeAll(best.fieldNames());
        if (lost.isEmpty()) {
            link(model, best);
        } else {
            faults.addType(name, loses(lost, best));
        }
    }

    private static String loses(Set<String> fields, ExceptionConstructor constructor) {
        return "loses " + fields + ", which " + constructor + " does not take (expected: a constructor with a parameter"
                + " of that name and an accessor, or make the field transient)";
    }

    private void link(ObjectModel model, ExceptionConstructor constructor) {
        int before = faults.count();
        List<FieldModel> fields = members.parse(model.typeName(), model.rawType(), constructor.members());
        if (faults.count() == before) {
            model.link(fields, ExceptionMaker.of(constructor, fields));
        }
    }

    private static @Nullable ExceptionConstructor best(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .filter(c -> !Modifier.isPrivate(c.getModifiers()) && !c.isSynthetic() && c.trySetAccessible())
                .map(ExceptionConstructor::match)
                .filter(Objects::nonNull)
                .min(Comparator.comparingInt(
                                (ExceptionConstructor c) -> -c.members().size())
                        .thenComparing(c -> c.takesCause())
                        .thenComparing(ExceptionConstructor::toString))
                .orElse(null);
    }

    /** The fields that the exception's classes add to those of {@code Exception}. */
    private static List<String> ownFields(Class<?> type) {
        List<String> names = new ArrayList<>();
        for (Class<?> c = type; !ROOTS.contains(c); c = c.getSuperclass()) {
            for (java.lang.reflect.Field field : c.getDeclaredFields()) {
                if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0 && !field.isSynthetic()) {
                    names.add(field.getName());
                }
            }
        }
        return names;
    }
}
