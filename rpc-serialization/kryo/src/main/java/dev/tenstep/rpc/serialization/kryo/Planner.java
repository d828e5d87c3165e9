package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.objects.Generation;
import dev.tenstep.rpc.serialization.objects.ObjectAccess;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plans how each type is carried. A value that may be null is written with its own null or behind a mark, 0 or 1. One
 * that may not (elements, keys, the content of an Optional) has no mark. Every value inside another takes at least
 * one byte, so that the remaining bytes bound every count. The module's README shows each type's bytes.
 */
final class Planner {
    private final MethodContract method;
    private final Generation generation;
    private final Map<ObjectModel, Plan> plans;
    private final Map<ObjectModel, Open> open = new HashMap<>();

    /** Makes one for a method, which starts from the plans of other methods. */
    Planner(MethodContract method, Generation generation, Map<ObjectModel, Plan> known) {
        this.method = method;
        this.generation = generation;
        this.plans = new HashMap<>(known); // an ObjectModel is equal only to itself
    }

    /** Returns the plans that were known, and those made since. */
    Map<ObjectModel, Plan> plans() {
        return plans;
    }

    /**
     * An object whose plan is being made, with the number of enclosing objects and the places where its type came up
     * again.
     */
    private record Open(int level, List<Knot> knots) {}

    /** Returns the plan of a result, which may be null unless it is primitive. */
    Plan planResult(TypeModel type) {
        return field(type, "result");
    }

    /** Returns the plan of the fields of an object that is not null. */
    Plan plan(ObjectModel model) {
        Plan known = plans.get(model);
        if (known != null) {
            return known;
        }
        Open around = open.get(model);
        if (around != null) {
            Knot knot = new Knot(open.size() - around.level());
            around.knots().add(knot);
            return knot;
        }
        Open mine = new Open(open.size(), new ArrayList<>());
        open.put(model, mine);
        List<Plan> fields = new ArrayList<>();
        for (FieldModel field : model.fields()) {
            fields.add(field(field.type(), where(model, field)));
        }
        ObjectPlan object = ObjectPlan.of(model);
        Plan made = generation.codec(
                object,
                () -> ObjectGenerator.generate(object, fields),
                () -> new PlainObject(new ObjectAccess(object), fields));
        mine.knots().forEach(knot -> knot.tie(made));
        open.remove(model);
        plans.put(model, made);
        return made;
    }

    private static String where(ObjectModel owner, FieldModel field) {
        return owner.kind() == ObjectModel.Kind.PARAMETERS ? field.name() : owner.typeName() + "." + field.name();
    }

    /** Returns the plan of a value that may be null, or whose null is the same as empty. */
    private Plan field(TypeModel type, String where) {
        if (type instanceof ScalarModel scalar) {
            return ScalarPlan.ofField(scalar);
        }
        return type instanceof ObjectModel object ? new NullablePlan(plan(object)) : both(type, where);
    }

    /**
     * Returns the plan of a value that is not null. A malformed message may still yield null; the code that reads it
     * checks.
     */
    private Plan element(TypeModel type, String where) {
        if (type instanceof ScalarModel scalar) {
            return ScalarPlan.of(scalar);
        }
        if (type instanceof ObjectModel object) {
            Plan plan = plan(object);
            return object.fields().isEmpty() ? new NullablePlan(plan) : plan;
        }
        return both(type, where);
    }

    /** Returns the plan of a value whose encoding has a null, or needs none because null is the same as empty. */
    private Plan both(TypeModel type, String where) {
        if (type instanceof CollectionModel collection) {
            return collection(collection, where);
        }
        if (type instanceof MapModel map) {
            Plan key = element(map.key(), where + ".key");
            return new MapPlan(key, element(map.value(), where + "[]"), map.rules(), where);
        }
        if (type instanceof OptionalModel optional) {
            return new OptionalPlan(element(optional.value(), where), optional.form(), where);
        }
        if (type instanceof EnumModel constants) {
            return EnumPlan.of(constants, where);
        }
        if (type instanceof OneOfModel oneOf) {
            return oneOf(oneOf, where);
        }
        throw type instanceof ForeignModel foreign
                ? refusal(foreign, where)
                : new IllegalArgumentException("no plan for " + type.getClass().getName());
    }

    private Plan collection(CollectionModel collection, String where) {
        Class<?> component = collection.rawType().getComponentType();
        if (component != null && component.isPrimitive()) {
            return new PrimitiveArrayPlan(((ScalarModel) collection.element()).kind());
        }
        Plan element = element(collection.element(), where + "[]");
        return component == null
                ? new CollectionPlan(element, collection.rules(), where)
                : new ArrayPlan(element, component, where);
    }

    private Plan oneOf(OneOfModel model, String where) {
        Class<?>[] types = model.cases().stream().map(c -> c.type().rawType()).toArray(Class<?>[]::new);
        Plan[] plans = model.cases().stream().map(c -> plan(c.type())).toArray(Plan[]::new);
        return new OneOfPlan(types, plans, where);
    }

    private ContractException refusal(ForeignModel foreign, String where) {
        return new ContractException("the serializer kryo does not carry generated protobuf messages like "
                + foreign.rawType().getName() + " (expected: rpc.serializer=protobuf or json, which do, or a record or"
                + " bean in its place) at " + where + " for method " + method.displayName());
    }
}
