package dev.tenstep.rpc.serialization.protobuf.json;

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
import dev.tenstep.rpc.serialization.protobuf.Elements;
import dev.tenstep.rpc.serialization.protobuf.ForeignCodec;
import dev.tenstep.rpc.serialization.protobuf.MessageNames;
import dev.tenstep.rpc.serialization.protobuf.Primitive;
import dev.tenstep.rpc.serialization.protobuf.Roots;
import dev.tenstep.rpc.serialization.protobuf.TextCodec;
import dev.tenstep.rpc.serialization.protobuf.WellKnown;
import dev.tenstep.rpc.serialization.protobuf.json.generated.GeneratedForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.BytesForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.KeyForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.Names;
import dev.tenstep.rpc.serialization.protobuf.json.value.NumberForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.TextForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.TimeForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;

/**
 * Plans the JSON forms of types: how each field of the derived schema is carried. The forms of objects and one-ofs are kept as
 * long as their models, so that all methods share them.
 *
 * <p>Guarded by itself: several threads may bind at once.
 */
final class Planner {
    private static final MethodHandle IDENTITY = MethodHandles.identity(Object.class);
    private static final MethodHandles.Lookup JAVA = MethodHandles.publicLookup();

    private final Generation generation;
    private final Map<Class<?>, String> renamed;
    private final Map<TypeModel, ValueForm> known = new WeakHashMap<>();
    private final Map<TypeModel, Forward> underWay = new HashMap<>();

    /**
     * Makes one.
     *
     * @param generation of the forms of objects
     * @param renamed the names of enums in the schema, where they are not the usual ones
     */
    Planner(Generation generation, Map<Class<?>, String> renamed) {
        this.generation = generation;
        this.renamed = renamed;
    }

    /** Returns the form of a type that is a message by itself. */
    synchronized ValueForm message(TypeModel type) {
        if (type instanceof ForeignModel foreign) {
            return GeneratedForm.of(ForeignCodec.defaultInstance(foreign));
        }
        ValueForm planned = known.get(type);
        if (planned != null) {
            return planned;
        }
        Forward forward = underWay.get(type);
        if (forward != null) {
            return forward;
        }
        forward = new Forward();
        underWay.put(type, forward);
        try {
            ValueForm form = type instanceof OneOfModel oneOf ? oneOf(oneOf) : object((ObjectModel) type);
            forward.to(form);
            known.put(type, form);
            return form;
        } finally {
            underWay.remove(type);
        }
    }

    /**
     * Returns the form of a message of one field for a type that is not a message: a result, a list in a list.
     *
     * @param site for errors
     */
    synchronized ObjectForm wrapper(TypeModel type, String field, String site) {
        Class<?> carried = type.rawType().isPrimitive() ? type.rawType() : Object.class;
        MethodHandle getter = IDENTITY.asType(MethodType.methodType(carried, Object.class));
        MethodHandle maker = IDENTITY.asType(MethodType.methodType(Object.class, carried));
        List<ObjectPlan.Member> members = List.of(ObjectPlan.Member.of(getter, null));
        return object(ObjectPlan.of(site, members, false, maker), List.of(field), List.of(field(type, site)));
    }

    /** Returns the form of google.protobuf.Empty. */
    ObjectForm nothing() {
        MethodHandle maker = MethodHandles.constant(Object.class, "");
        return object(ObjectPlan.of("Empty", List.of(), false, maker), List.of(), List.of());
    }

    private ValueForm object(ObjectModel model) {
        List<FieldModel> fields = model.fields();
        int[] order = IntStream.range(0, fields.size())
                .boxed()
                .sorted(Comparator.comparing(i -> fields.get(i).number()))
                .mapToInt(i -> i)
                .toArray();
        List<String> names =
                IntStream.of(order).mapToObj(i -> fields.get(i).name()).toList();
        List<ValueForm> forms = IntStream.of(order)
                .mapToObj(i -> field(
                        fields.get(i).type(),
                        model.typeName() + "." + fields.get(i).name()))
                .toList();
        return object(new Fields(ObjectPlan.of(model), new Names(names), forms, order));
    }

    /** Makes the form of an object whose members are the fields in order. */
    private ObjectForm object(ObjectPlan plan, List<String> names, List<ValueForm> forms) {
        int[] order = IntStream.range(0, names.size()).toArray();
        return object(new Fields(plan, new Names(names), forms, order));
    }

    private ObjectForm object(Fields fields) {
        return ObjectGenerator.canGenerate(fields)
                ? generation.codec(
                        fields.object(), () -> ObjectGenerator.generate(fields), () -> new PlainObject(fields))
                : new PlainObject(fields);
    }

    private ValueForm field(TypeModel type, String site) {
        if (type instanceof ScalarModel scalar && scalar.primitive()) {
            return new PrimitiveForm(new NumberForm(Primitive.of(scalar.kind())));
        }
        if (type instanceof CollectionModel collection) {
            return repeated(collection, site);
        }
        if (type instanceof MapModel map) {
            return map(map, site);
        }
        return type instanceof OptionalModel optional
                ? new OptionalForm(value(optional.value(), site), optional.form())
                : value(type, site);
    }

    private ValueForm repeated(CollectionModel type, String site) {
        Class<?> arrayOf = type.array() ? type.rawType().getComponentType() : null;
        if (arrayOf != null && arrayOf.isPrimitive()) {
            return new ArrayForm(new NumberForm(Primitive.of(((ScalarModel) type.element()).kind())), arrayOf);
        }
        return new ListForm(value(type.element(), site), new Elements(arrayOf, type.rules(), site));
    }

    private ValueForm map(MapModel type, String site) {
        ValueForm key = value(type.key(), site);
        ValueForm value = value(type.value(), site);
        boolean floating = key instanceof NumberForm number
                && (number.primitive() == Primitive.FLOAT || number.primitive() == Primitive.DOUBLE);
        if (key instanceof KeyForm name && !floating) {
            return new MapForm(name, value, type.rules(), site);
        }
        List<ObjectPlan.Member> members = List.of(
                ObjectPlan.Member.of(entryHandle("getKey"), null), ObjectPlan.Member.of(entryHandle("getValue"), null));
        ObjectPlan plan = ObjectPlan.of("Entry of " + site, members, false, entryMaker());
        return new EntriesForm(object(plan, List.of("key", "value"), List.of(key, value)), type.rules(), site);
    }

    /** Returns the form of a type where there can be only one value. */
    private ValueForm value(TypeModel type, String site) {
        if (type instanceof ScalarModel scalar) {
            return scalar(scalar.kind());
        }
        if (type instanceof EnumModel constants) {
            return new EnumForm(constants, renamed.getOrDefault(constants.rawType(), MessageNames.of(constants)));
        }
        return new Nested(
                Roots.isMessage(type)
                        ? message(type)
                        : wrapper(type, type instanceof OptionalModel ? "value" : "values", site));
    }

    private ValueForm scalar(ScalarModel.Kind kind) {
        return switch (kind) {
            case BYTES -> new BytesForm(false);
            case BYTE_BUFFER -> new BytesForm(true);
            case INSTANT -> TimeForm.INSTANT;
            case DURATION -> TimeForm.DURATION;
            case LOCAL_DATE -> new Nested(numbers(WellKnown.date(), "year", "month", "day"));
            case LOCAL_TIME -> new Nested(numbers(WellKnown.timeOfDay(), "hours", "minutes", "seconds", "nanos"));
            case BIG_DECIMAL -> new Nested(decimal());
            case BOOLEAN, BYTE, SHORT, CHAR, INT, LONG, FLOAT, DOUBLE -> new NumberForm(Primitive.of(kind));
            default -> TextForm.of(kind);
        };
    }

    private ObjectForm numbers(ObjectPlan plan, String... names) {
        List<String> fields = List.of(names);
        List<ValueForm> forms =
                fields.stream().map(each -> (ValueForm) new SmallForm()).toList();
        return object(plan, fields, forms);
    }

    private ObjectForm decimal() {
        List<ObjectPlan.Member> members = List.of(ObjectPlan.Member.of(IDENTITY, null));
        ValueForm text = new DecimalText(new TextForm(new TextCodec(ScalarModel.Kind.BIG_DECIMAL)));
        return object(ObjectPlan.of("Decimal", members, false, IDENTITY), List.of("value"), List.of(text));
    }

    private ValueForm oneOf(OneOfModel model) {
        List<String> names = model.cases().stream()
                .map(each -> MessageNames.snake(each.name()))
                .toList();
        List<OneOfForm.Case> cases = model.cases().stream()
                .map(each -> new OneOfForm.Case(each.type().rawType(), new Nested(message(each.type()))))
                .toList();
        return new OneOfForm(model.typeName(), names, cases);
    }

    private static MethodHandle entryHandle(String name) {
        try {
            return JAVA.findVirtual(Map.Entry.class, name, MethodType.methodType(Object.class))
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle entryMaker() {
        try {
            return JAVA.findConstructor(
                            SimpleImmutableEntry.class, MethodType.methodType(void.class, Object.class, Object.class))
                    .asType(MethodType.methodType(Object.class, Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
