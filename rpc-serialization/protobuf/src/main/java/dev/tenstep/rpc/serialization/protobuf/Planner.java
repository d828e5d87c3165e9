package dev.tenstep.rpc.serialization.protobuf;

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
import dev.tenstep.rpc.contract.Wire;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Plans the codecs of types: how each field is carried. {@link Schema} is the external view of the same. The codecs
 * of objects and one-ofs are kept as long as their models, so that all methods share them.
 *
 * <p>Guarded by itself: several threads may bind at once.
 */
final class Planner {
    private static final MethodHandle IDENTITY = MethodHandles.identity(Object.class);
    private static final MethodHandle KEY = entryHandle("getKey");
    private static final MethodHandle VALUE = entryHandle("getValue");
    private static final MethodHandle ENTRY_MAKER = entryMaker();

    private final ObjectCodecs objects;
    private final Map<TypeModel, MessageCodec> known = new WeakHashMap<>();
    private final Map<TypeModel, Forward> underWay = new HashMap<>();

    /** Makes one that takes the codecs of objects from there. */
    Planner(ObjectCodecs objects) {
        this.objects = objects;
    }

    private record Site(String text, Wire.Encoding encoding) {}

    /** Returns the codec of a type that is a message by itself. */
    synchronized MessageCodec message(TypeModel type) {
        if (type instanceof ForeignModel foreign) {
            return foreign(foreign);
        }
        MessageCodec planned = known.get(type);
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
            MessageCodec codec = type instanceof OneOfModel oneOf ? oneOf(oneOf) : object((ObjectModel) type);
            forward.to(codec);
            known.put(type, codec);
            return codec;
        } finally {
            underWay.remove(type);
        }
    }

    /**
     * Returns the codec of a message of one field, number 1, for a type that is not a message: a result, a list in a
     * list.
     */
    synchronized MessageCodec wrapper(TypeModel type, String name) {
        return wrapper(type, new Site(name, Wire.Encoding.VARINT));
    }

    private MessageCodec wrapper(TypeModel type, Site site) {
        Class<?> carried = type.rawType().isPrimitive() ? type.rawType() : Object.class;
        MethodHandle getter = IDENTITY.asType(MethodType.methodType(carried, Object.class));
        MethodHandle maker = IDENTITY.asType(MethodType.methodType(Object.class, carried));
        List<ObjectPlan.Member> members = List.of(ObjectPlan.Member.of(getter, null));
        return objects.codec(ObjectPlan.of(site.text, members, false, maker), List.of(field(1, type, site)));
    }

    private MessageCodec object(ObjectModel model) {
        List<FieldCodec> fields =
                model.fields().stream().map(field -> field(model, field)).toList();
        return objects.codec(ObjectPlan.of(model), fields);
    }

    private FieldCodec field(ObjectModel owner, FieldModel field) {
        Site site = new Site(owner.typeName() + "." + field.name(), field.encoding());
        return field(field.number(), field.type(), site);
    }

    private FieldCodec field(int number, TypeModel type, Site site) {
        if (type instanceof ScalarModel scalar && scalar.primitive()) {
            NumberCodec codec = NumberCodec.of(Primitive.of(scalar.kind()), site.encoding);
            return new NumberField(number << 3 | codec.wireType(), codec);
        }
        if (type instanceof CollectionModel collection) {
            return repeated(number, collection, site);
        }
        if (type instanceof MapModel map) {
            return map(number, map, site);
        }
        return type instanceof OptionalModel optional
                ? singular(number, value(optional.value(), site), optional.form())
                : singular(number, value(type, site), null);
    }

    private static FieldCodec singular(int number, ValueCodec codec, OptionalModel.@Nullable Form optional) {
        int tag = number << 3 | codec.wireType();
        return codec instanceof MessageValue message
                ? new MessageField(tag, message, optional)
                : new ValueField(tag, codec, optional);
    }

    private FieldCodec repeated(int number, CollectionModel type, Site site) {
        int tag = number << 3 | WireInput.LENGTH_DELIMITED;
        Class<?> arrayOf = type.array() ? type.rawType().getComponentType() : null;
        if (arrayOf != null && arrayOf.isPrimitive()) {
            NumberCodec codec = NumberCodec.of(Primitive.of(((ScalarModel) type.element()).kind()), site.encoding);
            return new ArrayField(tag, number << 3 | codec.wireType(), codec, arrayOf);
        }
        Elements elements = new Elements(arrayOf, type.rules(), site.text);
        ValueCodec element = value(type.element(), site);
        if (element.wireType() == WireInput.LENGTH_DELIMITED) {
            return new RepeatedField(tag, element, elements);
        }
        int width = element instanceof BoxedCodec boxed ? boxed.number().width() : 0;
        return new PackedField(tag, number << 3 | element.wireType(), element, width, elements);
    }

    private FieldCodec map(int number, MapModel type, Site site) {
        ValueCodec key = value(type.key(), site);
        ValueCodec value = value(type.value(), site);
        List<ObjectPlan.Member> members = List.of(ObjectPlan.Member.of(KEY, null), ObjectPlan.Member.of(VALUE, null));
        List<FieldCodec> parts = List.of(singular(1, key, null), singular(2, value, null));
        MessageCodec entry = objects.codec(ObjectPlan.of("Entry of " + site.text, members, false, ENTRY_MAKER), parts);
        int tag = number << 3 | WireInput.LENGTH_DELIMITED;
        return new MapField(tag, new MessageValue(entry), key, value, type.rules(), site.text);
    }

    /** Returns the codec of a type where there can be only one value. */
    private ValueCodec value(TypeModel type, Site site) {
        if (type instanceof ScalarModel scalar) {
            return scalar(scalar.kind(), site.encoding);
        }
        if (type instanceof EnumModel constants) {
            return EnumCodec.of(constants);
        }
        boolean message = type instanceof ObjectModel || type instanceof OneOfModel || type instanceof ForeignModel;
        return new MessageValue(message ? message(type) : wrapper(type, site));
    }

    private ValueCodec scalar(ScalarModel.Kind kind, Wire.Encoding encoding) {
        return switch (kind) {
            case STRING -> new StringCodec();
            case BYTES -> new BytesCodec(false);
            case BYTE_BUFFER -> new BytesCodec(true);
            case BIG_INTEGER, LOCAL_DATE_TIME, ZONED_DATE_TIME, OFFSET_DATE_TIME, UUID, URI -> new TextCodec(kind);
            case OFFSET_TIME, YEAR, YEAR_MONTH, MONTH_DAY, PERIOD, ZONE_ID, ZONE_OFFSET, LOCALE, CURRENCY ->
                new TextCodec(kind);
            case INSTANT, DURATION, LOCAL_DATE, LOCAL_TIME, BIG_DECIMAL ->
                new MessageValue(WellKnown.of(kind, objects));
            default -> new BoxedCodec(NumberCodec.of(Primitive.of(kind), encoding));
        };
    }

    private MessageCodec oneOf(OneOfModel model) {
        List<OneOfCodec.Case> cases = model.cases().stream()
                .map(c -> new OneOfCodec.Case(
                        c.name(),
                        c.number() << 3 | WireInput.LENGTH_DELIMITED,
                        c.type().rawType(),
                        new MessageValue(message(c.type()))))
                .toList();
        return new OneOfCodec(model.typeName(), cases);
    }

    private static MessageCodec foreign(ForeignModel model) {
        return new ForeignCodec(ForeignCodec.defaultInstance(model).getParserForType());
    }

    private static MethodHandle entryHandle(String name) {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Map.Entry.class, name, MethodType.methodType(Object.class))
                    .asType(MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle entryMaker() {
        try {
            return MethodHandles.publicLookup()
                    .findConstructor(
                            SimpleImmutableEntry.class, MethodType.methodType(void.class, Object.class, Object.class))
                    .asType(MethodType.methodType(Object.class, Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
