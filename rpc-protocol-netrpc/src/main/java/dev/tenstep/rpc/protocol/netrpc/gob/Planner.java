package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.contract.ScalarModel;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.objects.Generation;
import dev.tenstep.rpc.serialization.objects.ObjectAccess;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Plans how each type is carried; the module's README has the table. Used by one thread. */
final class Planner {
    private final MethodContract method;
    private final Generation generation;
    private final TypeNumbers numbers;
    private final Map<ObjectModel, StructPlan> plans;
    /** The fields that led from the message to the type that is being planned. */
    private final Deque<String> path = new ArrayDeque<>();

    /** Makes one for a method, which starts from the plans of other methods. */
    Planner(MethodContract method, Generation generation, TypeNumbers numbers, Map<ObjectModel, StructPlan> known) {
        this.method = method;
        this.generation = generation;
        this.numbers = numbers;
        this.plans = new HashMap<>(known); // an ObjectModel is equal only to itself
    }

    /** Returns the plans that were known, and those made since. */
    Map<ObjectModel, StructPlan> plans() {
        return plans;
    }

    /** Returns the plan of a message without a value. */
    Plan nothing() {
        int id = numbers.of("struct{}");
        return new NothingPlan(id, Definitions.struct(id, "", List.of(), List.of()));
    }

    /** Returns the plan of a whole message, which has a value: gob has no null there. */
    Plan message(TypeModel type, String where) {
        if (type instanceof ScalarModel scalar && scalar.kind() == ScalarModel.Kind.VOID) {
            return nothing();
        }
        path.addLast(where);
        Plan plan = element(type, where);
        path.removeLast();
        return plan;
    }

    /** Returns the plan of an object. */
    StructPlan struct(ObjectModel model) {
        StructPlan known = plans.get(model);
        if (known != null) {
            return known;
        }
        boolean parameters = model.kind() == ObjectModel.Kind.PARAMETERS;
        StructPlan made =
                new StructPlan(numbers.next(), parameters ? "" : model.rawType().getSimpleName());
        plans.put(model, made);
        List<String> names = new ArrayList<>();
        List<Plan> fields = new ArrayList<>();
        for (FieldModel field : model.fields()) {
            path.addLast(field.name());
            names.add(exported(field.name(), names));
            fields.add(field(field.type(), parameters ? field.name() : model.typeName() + "." + field.name()));
            path.removeLast();
        }
        ObjectPlan object = ObjectPlan.of(model);
        made.link(
                names,
                fields,
                generation.codec(
                        object,
                        () -> ObjectGenerator.generate(object, fields),
                        () -> new PlainStruct(new ObjectAccess(object), fields)),
                new ObjectAccess(object));
        return made;
    }

    /** Returns the name that Go exports a field by. */
    private String exported(String name, List<String> others) {
        String capitalised = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        if (!Character.isUpperCase(capitalised.charAt(0))) {
            throw refusal("the name " + name, "a first letter that has a capital, which @Field(name) may give it");
        }
        if (others.contains(capitalised)) {
            throw refusal(
                    "a second field " + capitalised, "names that differ in more than the case of the first letter");
        }
        return capitalised;
    }

    private Plan field(TypeModel type, String where) {
        return type instanceof OptionalModel optional
                ? new OptionalPlan(element(optional.value(), where), optional.form())
                : element(type, where);
    }

    /** Returns the plan of a value that is always there. */
    private Plan element(TypeModel type, String where) {
        if (type instanceof ScalarModel scalar && ScalarPlan.carries(scalar.kind())) {
            return new ScalarPlan(scalar.kind(), scalar.primitive());
        }
        if (type instanceof ObjectModel object) {
            return struct(object);
        }
        if (type instanceof CollectionModel collection) {
            return list(collection, where);
        }
        if (type instanceof MapModel map) {
            return map(map, where);
        }
        if (type instanceof EnumModel constants) {
            return EnumPlan.of(constants, where);
        }
        throw refusal(
                type.typeName(),
                type instanceof OptionalModel
                        ? "a value, for gob has no null outside of fields"
                        : "a type in the table of rpc-protocol-netrpc: a number, a boolean, a String, bytes, an enum, a"
                                + " list, a map or a record");
    }

    private Plan list(CollectionModel collection, String where) {
        Plan element = element(collection.element(), where + "[]");
        int id = numbers.of("[]" + element.id());
        return new ListPlan(
                id,
                Definitions.slice(id, element.id()),
                element,
                collection.rules(),
                collection.rawType().getComponentType(),
                where);
    }

    private Plan map(MapModel map, String where) {
        Plan key = element(map.key(), where + ".key");
        Plan value = element(map.value(), where + "[]");
        int id = numbers.of("map[" + key.id() + "]" + value.id());
        return new MapPlan(id, Definitions.map(id, key.id(), value.id()), key, value, map.rules(), where);
    }

    private ContractException refusal(String found, String expected) {
        return new ContractException("the serializer gob does not carry " + found + " at " + String.join(".", path)
                + " (expected: " + expected + ") for method " + method.displayName());
    }
}
