package dev.tenstep.rpc.serialization.json.plan;

import com.fasterxml.jackson.core.io.SerializedString;
import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.objects.Generation;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans how types are written and read. Whatever has annotations of Jackson, or is rare, is left to Jackson: inside of what
 * is planned, or as a whole. The plans of objects are kept as long as their models, so that all methods share them.
 *
 * <p>Guarded by itself: several threads may bind at once.
 */
public final class Planner {
    private final Databind databind;
    private final Generation generation;
    private final Map<TypeModel, ValuePlan> known = new WeakHashMap<>();
    private final Map<TypeModel, Forward> underWay = new HashMap<>();

    /** Makes one; without generation, nothing that contains an object is planned. */
    public Planner(Databind databind, Generation generation) {
        this.databind = databind;
        this.generation = generation;
    }

    /** Returns the plan of a type, which Jackson can carry; null if it is all Jackson's. */
    public synchronized @Nullable ValuePlan plan(TypeModel type) {
        if (type instanceof ObjectModel object && isBare(object)) {
            return generated(object);
        }
        ValuePlan plan = value(type);
        return plan instanceof MappedPlan ? null : plan;
    }

    /**
     * Returns whether a planned type has a part with names in JSON that Jackson reads, which leaves it to the parser to find
     * duplicates.
     */
    public synchronized boolean isPartlyMapped(TypeModel type) {
        return isPartlyMapped(type, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private boolean isPartlyMapped(TypeModel type, Set<TypeModel> seen) {
        if (!seen.add(type)) {
            return false;
        }
        return type instanceof ForeignModel
                || known.get(type) instanceof MappedPlan
                || (type instanceof MapModel map && key(map.key()) == null)
                || type.parts().stream().anyMatch(part -> isPartlyMapped(part, seen));
    }

    private ValuePlan value(TypeModel type) {
        if (type instanceof ScalarModel scalar) {
            return new ScalarPlan(scalar.kind(), databind.mapped(scalar));
        } else if (type instanceof EnumModel constants) {
            return JacksonAnnotations.areOn(type.rawType()) ? mapped(type) : EnumPlan.of(constants);
        } else if (type instanceof CollectionModel collection) {
            return collection(collection);
        } else if (type instanceof MapModel map) {
            KeyPlan key = key(map.key());
            return key == null ? mapped(map) : new MapPlan(key, value(map.value()), map.rules());
        } else if (type instanceof OptionalModel optional) {
            return new OptionalPlan(optional.form(), value(optional.value()));
        } else if (type instanceof OneOfModel || type instanceof ObjectModel) {
            return known(type);
        }
        return mapped(type);
    }

    private MappedPlan mapped(TypeModel type) {
        return new MappedPlan(databind.mapped(type));
    }

    private ValuePlan collection(CollectionModel type) {
        Class<?> component = type.rawType().getComponentType();
        if (component != null && component.isPrimitive()) {
            return mapped(type);
        }
        ListPlan list = new ListPlan(value(type.element()), type.rules());
        return component == null ? list : new ArrayPlan(list, component);
    }

    private @Nullable KeyPlan key(TypeModel type) {
        if (type instanceof ScalarModel scalar) {
            return KeyPlan.of(scalar.kind());
        }
        return type instanceof EnumModel && value(type) instanceof EnumPlan constants ? constants : null;
    }

    private ValuePlan known(TypeModel type) {
        ValuePlan planned = known.get(type);
        if (planned == null) {
            planned = underWay.get(type);
        }
        if (planned == null) {
            planned = type instanceof OneOfModel oneOf ? oneOf(oneOf) : object((ObjectModel) type);
            known.put(type, planned);
        }
        return planned;
    }

    private ValuePlan object(ObjectModel type) {
        Forward forward = new Forward();
        underWay.put(type, forward);
        try {
            ObjectValue generated = generated(type);
            ValuePlan plan = generated == null ? mapped(type) : generated;
            forward.to(plan);
            return plan;
        } finally {
            underWay.remove(type);
        }
    }

    /** Returns the plan of an object; null if it is Jackson's. */
    private @Nullable ObjectValue generated(ObjectModel type) {
        List<String> names = names(type);
        if (names == null || names.size() > ObjectFields.MOST) {
            return null;
        }
        List<ValuePlan> values =
                type.fields().stream().map(field -> value(field.type())).toList();
        if (!values.stream().allMatch(ValuePlan::canPlanNull)) {
            return null;
        }
        List<String> fields = type.fields().stream().map(FieldModel::name).toList();
        int[] order = names.stream().mapToInt(fields::indexOf).toArray();
        boolean strict = isBare(type);
        ObjectPlan object = ObjectPlan.of(type);
        ObjectFields plan =
                new ObjectFields(object, values, new Names(names), order, strict, strict ? null : type.rawType());
        return generation.codec(object, () -> ObjectGenerator.generate(plan), () -> null);
    }

    /** Returns the names of an object's fields in the order in which they are written; null if Jackson writes more. */
    private @Nullable List<String> names(ObjectModel type) {
        List<String> fields = type.fields().stream().map(FieldModel::name).toList();
        if (isBare(type)) {
            return fields;
        }
        List<String> properties = JacksonAnnotations.areOn(type.rawType()) ? null : databind.properties(type);
        boolean same = properties != null
                && properties.size() == fields.size()
                && new HashSet<>(properties).equals(new HashSet<>(fields));
        return same ? properties : null;
    }

    /** Returns whether a type is none that Jackson knows: the parameters of a method, or an exception. */
    private static boolean isBare(ObjectModel type) {
        return type.kind() == ObjectModel.Kind.PARAMETERS || type.kind() == ObjectModel.Kind.EXCEPTION;
    }

    private ValuePlan oneOf(OneOfModel type) {
        Map<Class<?>, OneOfPlan.Case> byType = new HashMap<>();
        Map<String, OneOfPlan.Case> byName = new HashMap<>();
        for (OneOfModel.Case each : type.cases()) {
            boolean nameIsFree =
                    each.type().fields().stream().noneMatch(f -> f.name().equals(OneOfPlan.TYPE));
            if (!nameIsFree || !(known(each.type()) instanceof ObjectValue plan)) {
                return mapped(type);
            }
            OneOfPlan.Case planned = new OneOfPlan.Case(new SerializedString(each.name()), plan);
            byType.put(each.type().rawType(), planned);
            byName.put(each.name(), planned);
        }
        return new OneOfPlan(byType, byName);
    }
}
