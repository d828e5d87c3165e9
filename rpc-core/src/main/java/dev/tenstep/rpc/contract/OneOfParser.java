package dev.tenstep.rpc.contract;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Links a sealed type to its cases: the records, classes and enums that it permits, those of nested sealed types included. */
final class OneOfParser {
    private final TypeParser types;
    private final Faults faults;

    OneOfParser(TypeParser types, Faults faults) {
        this.types = types;
        this.faults = faults;
    }

    /** Parses the cases and links them; after a fault the model stays unlinked. */
    void link(OneOfModel model, BoundType type) {
        int before = faults.count();
        Set<BoundType> permitted = new LinkedHashSet<>();
        collect(type, permitted);
        faults.enter(type.toString());
        Numbers numbers = new Numbers(faults, type.raw());
        List<OneOfModel.Case> cases = new ArrayList<>();
        for (BoundType each : permitted) {
            String name = each.raw().getSimpleName();
            Field field = each.raw().getAnnotation(Field.class);
            String wireName = Names.onWire(field, name);
            int number = numbers.next(wireName, field);
            int beforeCase = faults.count();
            TypeModel parsed = types.parse(each);
            if (parsed instanceof ObjectModel object) {
                cases.add(new OneOfModel.Case(wireName, number, object));
            } else if (parsed instanceof EnumModel constants) {
                cases.add(new OneOfModel.Case(wireName, number, EnumCase.of(constants)));
            } else if (faults.count() == beforeCase) {
                faults.addType(name, "cannot be a case (expected: a record, a bean, an immutable class or an enum)");
            }
        }
        faults.leave();
        if (faults.count() == before) {
            model.link(cases);
        }
    }

    private static void collect(BoundType type, Set<BoundType> permitted) {
        for (Class<?> each : type.raw().getPermittedSubclasses()) {
            BoundType bound = bind(each, type);
            boolean group = each.isSealed() && Modifier.isAbstract(each.getModifiers()) && !each.isEnum();
            if (bound != null && group) {
                collect(bound, permitted);
            } else if (bound != null) {
                permitted.add(bound);
            }
        }
    }

    /** The permitted class with its variables bound as the sealed type's are; null if not a case of that binding. */
    private static @Nullable BoundType bind(Class<?> permitted, BoundType sealed) {
        Type parent = Stream.concat(
                        Stream.ofNullable(permitted.getGenericSuperclass()),
                        Arrays.stream(permitted.getGenericInterfaces()))
                .filter(t -> t instanceof ParameterizedType p && p.getRawType() == sealed.raw())
                .findFirst()
                .orElse(null);
        Map<TypeVariable<?>, BoundType> variables = new HashMap<>();
        if (parent instanceof ParameterizedType p) {
            for (int i = 0; i < p.getActualTypeArguments().length; i++) {
                BoundType wanted = sealed.arguments().get(i);
                Type given = p.getActualTypeArguments()[i];
                if (given instanceof TypeVariable<?> v) {
                    variables.put(v, wanted);
                } else if (!BoundType.of(given, variables).equals(wanted)) {
                    return null;
                }
            }
        }
        return new BoundType(permitted, BoundType.allOf(permitted.getTypeParameters(), variables), null);
    }
}
