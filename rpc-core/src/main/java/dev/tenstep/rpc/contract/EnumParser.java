package dev.tenstep.rpc.contract;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses an enum's constants and their numbers. */
final class EnumParser {
    private EnumParser() {}

    static EnumModel parse(Class<?> type, Faults faults) {
        List<Enum<?>> constants = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        Enum<?> fallback = null;
        faults.enter(type.getSimpleName());
        Numbers places = new Numbers(faults, type);
        for (Object each : type.getEnumConstants()) {
            Enum<?> constant = (Enum<?>) each;
            java.lang.reflect.Field field = field(type, constant);
            constants.add(constant);
            Field given = field == null ? null : field.getAnnotation(Field.class);
            String name = Names.onWire(given, constant.name());
            names.add(name);
            numbers.add(places.next(name, given));
            if (field != null && field.isAnnotationPresent(Fallback.class)) {
                if (fallback != null) {
                    faults.addHere("@Fallback on " + fallback.name() + " and " + constant.name() + " (expected: one)");
                }
                fallback = constant;
            }
        }
        faults.leave();
        return new EnumModel(type, List.copyOf(constants), List.copyOf(names), List.copyOf(numbers), fallback);
    }

    private static java.lang.reflect.@Nullable Field field(Class<?> type, Enum<?> constant) {
        try {
            return type.getField(constant.name());
        } catch (NoSuchFieldException e) {
            return null; // an obfuscator has renamed the constant
        }
    }
}
