package dev.tenstep.rpc.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the models of the types of one contract, one for each bound type. Objects are registered before their fields
 * are parsed, so a recursive type finds itself. After a fault the result is a stand-in: the contract will not be made.
 */
final class TypeParser {
    private static final int DEEPEST_ARGUMENTS = 32;
    private static final String KEY_EXPECTED = " (expected: a String, a number, a boolean, an enum or another scalar)";
    private static final String UNCOMPARABLE = "sorts what cannot be compared (expected: ";

    private final Faults faults;
    private final Map<BoundType, TypeModel> known = new HashMap<>();
    private final ObjectParser objects;
    private final OneOfParser oneOfs;

    TypeParser(Faults faults) {
        this.faults = faults;
        this.objects = new ObjectParser(this, faults);
        this.oneOfs = new OneOfParser(this, faults);
    }

    /** The model of a type; notes faults with the path that led there. */
    TypeModel parse(BoundType type) {
        TypeModel seen = known.get(type);
        if (seen != null) {
            return seen;
        }
        int before = faults.count();
        TypeModel model = type.raw().isArray() ? array(type) : parseClass(type);
        if (faults.count() > before && !(model instanceof EnumModel)) {
            return model; // so that the next path to here is reported as well
        }
        TypeModel first = known.putIfAbsent(type, model);
        return first == null ? model : first;
    }

    private TypeModel parseClass(BoundType type) {
        String refusal = Refusals.ofShape(type, DEEPEST_ARGUMENTS);
        if (refusal != null) {
            return refuse(type, refusal);
        }
        Class<?> raw = type.raw();
        TypeModel scalar = ScalarTypes.find(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw.isEnum()) {
            return EnumParser.parse(raw, faults);
        }
        OptionalModel.Form optional = OptionalModel.form(raw);
        if (optional != null) {
            return optional == OptionalModel.Form.ANY ? optional(type) : OptionalModel.ofNumber(optional);
        }
        TypeModel container = container(type);
        if (container != null) {
            return container;
        }
        if (Refusals.isForeign(raw)) {
            return new ForeignModel(raw);
        }
        refusal = Refusals.ofClass(raw);
        return refusal != null ? refuse(type, refusal) : parseObject(type);
    }

    private TypeModel array(BoundType type) {
        TypeModel bytes = ScalarTypes.find(type.raw());
        if (bytes != null) {
            return bytes;
        }
        return new CollectionModel(type.raw(), parse(type.arguments().get(0)), ArrayList::new);
    }

    private TypeModel optional(BoundType type) {
        BoundType value = type.arguments().get(0);
        if (OptionalModel.form(value.raw()) != null) {
            return refuse(type, "an Optional cannot hold an Optional (expected: Optional<T> of another type)");
        }
        return new OptionalModel(OptionalModel.Form.ANY, parse(value));
    }

    private @Nullable TypeModel container(BoundType type) {
        if (type.arguments().isEmpty()) {
            return null;
        }
        Class<?> first = type.arguments().get(0).raw();
        IntFunction<Collection<Object>> collection = CollectionTypes.collection(type.raw(), first);
        if (collection != null) {
            return collection(type, collection);
        }
        IntFunction<Map<Object, Object>> map = CollectionTypes.map(type.raw(), first);
        return map == null ? null : map(type, map);
    }

    private TypeModel collection(BoundType type, IntFunction<Collection<Object>> maker) {
        BoundType element = type.arguments().get(0);
        if (SortedSet.class.isAssignableFrom(type.raw()) && !isComparable(element)) {
            return refuse(type, UNCOMPARABLE + element + " to be Comparable)");
        }
        return new CollectionModel(type.raw(), parse(element), maker);
    }

    private TypeModel map(BoundType type, IntFunction<Map<Object, Object>> maker) {
        BoundType key = type.arguments().get(0);
        if (key.flaw() == null && !isKey(key.raw())) {
            return refuse(type, "cannot have " + key + " for keys" + KEY_EXPECTED);
        }
        if (SortedMap.class.isAssignableFrom(type.raw()) && !isComparable(key)) {
            return refuse(type, UNCOMPARABLE + key + " to be Comparable)");
        }
        return new MapModel(type.raw(), parse(key), parse(type.arguments().get(1)), maker);
    }

    private static boolean isComparable(BoundType type) {
        return type.flaw() != null || type.raw().isPrimitive() || Comparable.class.isAssignableFrom(type.raw());
    }

    /** Returns whether it compares by value and can be written as text: arrays cannot, and void has none. */
    private static boolean isKey(Class<?> type) {
        return type.isEnum() || (ScalarTypes.find(type) != null && !type.isArray());
    }

    private TypeModel parseObject(BoundType type) {
        List<TypeModel> arguments = type.arguments().stream().map(this::parse).toList();
        TypeModel seen = known.get(type); // an argument may lead back here
        if (seen != null) {
            return seen;
        }
        if (type.raw().isSealed()) {
            OneOfModel oneOf = new OneOfModel(type.raw(), type.toString(), arguments);
            known.put(type, oneOf);
            oneOfs.link(oneOf, type);
            return oneOf;
        }
        ObjectModel object = new ObjectModel(kind(type), type.raw(), type.toString(), arguments);
        known.put(type, object);
        objects.link(object, type);
        return object;
    }

    private static ObjectModel.Kind kind(BoundType type) {
        if (type.raw().isRecord()) {
            return ObjectModel.Kind.RECORD;
        }
        return ValueParser.isValue(type) ? ObjectModel.Kind.VALUE : ObjectModel.Kind.BEAN;
    }

    private TypeModel refuse(BoundType type, String text) {
        faults.addType(type.toString(), text);
        return ScalarTypes.NOTHING;
    }
}
