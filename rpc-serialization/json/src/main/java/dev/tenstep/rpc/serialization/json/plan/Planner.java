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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans how types are written and read. What is rare is left to Jackson inside of what is planned. A type with annotations of
 * Jackson, or whose properties are not quite the model's to Jackson, is left to it with all that contains it: how Jackson
 * writes such a value may depend on what it is in. The plans of objects are kept as long as their models, so that all methods
 * share them.
 *
 * <p>Guarded by itself: several threads may bind at once.
 */
public final class Planner {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

    private final Databind databind;
    private final Generation generation;
    private final Map<ScalarModel, ScalarPlan> scalars = new HashMap<>();
    private final Map<TypeModel, ValuePlan> known = new WeakHashMap<>();
    private final Map<TypeModel, Forward> underWay = new HashMap<>();

    /** Makes one; without generation, nothing that contains an object is planned. */
    public Planner(Databind databind, Generation generation) {
        this.databind = databind;
        this.generation = generation;
    }

    /** A type of which Jackson does more, or something else, than a plan would. */
    private static final class Unplanned extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unplanned(String text) {
            super(text);
        }
    }

    /**
     * Returns the plan of a type, which Jackson can carry; null if it is Jackson's, or contains a type that is.
     */
    public synchronized @Nullable ValuePlan plan(TypeModel type) {
        try {
            ValuePlan plan = type instanceof ObjectModel object && isBare(object) ? generated(object) : value(type);
            return plan instanceof MappedPlan ? null : plan;
        } catch (RuntimeException e) { // whatever it is, it must not keep Jackson from its own way
            LOG.debug("{} is written and read in Jackson's own way: {}", type.typeName(), e.toString());
            return null;
        }
    }

    /**
     * Returns whether a type that is planned has a part with names in JSON that Jackson reads, which leaves it to the parser to find
     * duplicates.
     */
    public synchronized boolean isPartlyMapped(TypeModel type) {
        return isPartlyMapped(type, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static boolean isPartlyMapped(TypeModel type, Set<TypeModel> seen) {
        if (!seen.add(type)) {
            return false;
        }
        return type instanceof ForeignModel
                || (type instanceof MapModel map && key(map.key()) == null)
                || type.parts().stream().anyMatch(part -> isPartlyMapped(part, seen));
    }

    private ValuePlan value(TypeModel type) {
        if (type instanceof ScalarModel scalar) {
            return scalars.computeIfAbsent(scalar, each -> new ScalarPlan(each.kind(), databind.mapped(each)));
        } else if (type instanceof EnumModel constants) {
            return constants(constants);
        } else if (type instanceof CollectionModel collection) {
            return collection(collection);
        } else if (type instanceof MapModel map) {
            ValuePlan values = value(map.value()); // which are planned, even if the map is not
            KeyPlan key = key(map.key());
            return key == null ? mapped(map) : new MapPlan(key, values, map.rules());
        } else if (type instanceof OptionalModel optional) {
            return new OptionalPlan(optional.form(), value(optional.value()));
        } else if (type instanceof OneOfModel || type instanceof ObjectModel) {
            return known(type);
        }
        return mapped(type);
    }

    private static EnumPlan constants(EnumModel type) {
        refuseAnnotated(type);
        return EnumPlan.of(type);
    }

    private static void refuseAnnotated(TypeModel type) {
        if (JacksonAnnotations.areOn(type.rawType())) {
            throw new Unplanned(type.typeName() + " has annotations of Jackson");
        }
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

    private static @Nullable KeyPlan key(TypeModel type) {
        return type instanceof EnumModel constants
                ? constants(constants)
                : type instanceof ScalarModel scalar ? KeyPlan.of(scalar.kind()) : null;
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

    private ObjectValue object(ObjectModel type) {
        Forward forward = new Forward();
        underWay.put(type, forward);
        try {
            ObjectValue plan = generated(type);
            forward.to(plan);
            return plan;
        } finally {
            underWay.remove(type);
        }
    }

    private ObjectValue generated(ObjectModel type) {
        List<String> fields = type.fields().stream().map(FieldModel::name).toList();
        List<String> names = isBare(type) ? fields : names(type, fields);
        if (names.size() > ObjectFields.MOST) {
            throw new Unplanned(type.typeName() + " has " + names.size() + " fields");
        }
        List<ValuePlan> values =
                type.fields().stream().map(field -> value(field.type())).toList();
        int[] order = names.stream().mapToInt(fields::indexOf).toArray();
        ObjectPlan object = ObjectPlan.of(type);
        ObjectFields plan =
                new ObjectFields(object, values, new Names(names), order, isBare(type) ? null : type.rawType());
        return generation.codec(object, () -> ObjectGenerator.generate(plan), () -> {
            throw new Unplanned("no class can be generated for " + type.typeName());
        });
    }

    /** Returns the names of the fields of an object that Jackson knows, in the order in which it writes them. */
    private List<String> names(ObjectModel type, List<String> fields) {
        refuseAnnotated(type);
        List<String> properties = databind.properties(type);
        boolean same = properties != null
                && properties.size() == fields.size()
                && new HashSet<>(properties).equals(new HashSet<>(fields));
        if (!same) {
            throw new Unplanned(type.typeName() + " has other properties for Jackson: " + properties);
        }
        return properties;
    }

    /** Returns whether a type is none that Jackson knows: the parameters of a method, or an exception. */
    private static boolean isBare(ObjectModel type) {
        return type.kind() == ObjectModel.Kind.PARAMETERS || type.kind() == ObjectModel.Kind.EXCEPTION;
    }

    private OneOfPlan oneOf(OneOfModel type) {
        refuseAnnotated(type);
        Map<Class<?>, OneOfPlan.Case> byType = new HashMap<>();
        Map<String, OneOfPlan.Case> byName = new HashMap<>();
        for (OneOfModel.Case each : type.cases()) {
            if (each.type().fields().stream().anyMatch(f -> f.name().equals(OneOfPlan.TYPE))) {
                throw new Unplanned(each.name() + " has a field " + OneOfPlan.TYPE);
            }
            OneOfPlan.Case planned =
                    new OneOfPlan.Case(new SerializedString(each.name()), (ObjectValue) known(each.type()));
            byType.put(each.type().rawType(), planned);
            byName.put(each.name(), planned);
        }
        return new OneOfPlan(byType, byName);
    }
}
