package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.databind.JavaType;
import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.EnumModel;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.TypeModel;
import java.lang.reflect.Array;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The models of the classes that messages may hold, which Jackson looks up by class. A type is added before Jackson
 * first sees it. Used by many threads.
 */
final class KnownModels {
    private static final String NO_PROTOBUF = " is a generated protobuf message"
            + " (expected: com.google.protobuf:protobuf-java-util on the class path, to write it as JSON)";

    private static final Map<Class<?>, Object> OPTIONALS = Map.of(
            Optional.class, Optional.empty(),
            OptionalInt.class, OptionalInt.empty(),
            OptionalLong.class, OptionalLong.empty(),
            OptionalDouble.class, OptionalDouble.empty());

    private final boolean protobuf;
    private final Map<Class<?>, ObjectModel> objects = new ConcurrentHashMap<>();
    private final Map<Class<?>, OneOfModel> oneOfs = new ConcurrentHashMap<>();
    private final Map<Class<?>, EnumModel> enums = new ConcurrentHashMap<>();
    private final Map<Class<?>, String> caseNames = new ConcurrentHashMap<>();
    private final Map<Container, IntFunction<?>> makers = new ConcurrentHashMap<>();

    /** A set, map or other collection. EnumSet and EnumMap are created for one enum, which is part of the key. */
    private record Container(Class<?> type, Class<?> of) {
        static Container of(Class<?> type, Class<?> first) {
            return new Container(type, type == EnumSet.class || type == EnumMap.class ? first : Object.class);
        }
    }

    KnownModels(boolean protobuf) {
        this.protobuf = protobuf;
    }

    /** Adds a type and all types that it refers to. */
    void add(TypeModel type) throws UnfitType {
        add(type, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void add(TypeModel type, Set<TypeModel> seen) throws UnfitType {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ForeignModel && !protobuf) {
            throw new UnfitType(type.typeName() + NO_PROTOBUF);
        } else if (type instanceof ObjectModel object && !type.rawType().isEnum()) {
            objects.put(type.rawType(), object);
        } else if (type instanceof EnumModel constants) {
            enums.put(type.rawType(), constants);
        } else if (type instanceof OneOfModel oneOf) {
            oneOfs.put(type.rawType(), oneOf);
            oneOf.cases().forEach(each -> caseNames.put(each.type().rawType(), each.name()));
        } else if (type instanceof CollectionModel collection && !collection.array()) {
            makers.put(Container.of(type.rawType(), collection.element().rawType()), collection.maker());
        } else if (type instanceof MapModel map) {
            makers.put(Container.of(type.rawType(), map.key().rawType()), map.maker());
        }
        for (TypeModel part : type.parts()) {
            add(part, seen);
        }
    }

    /** Returns the fields of a class, or of the nearest known superclass; null if there is none. */
    @Nullable
    List<FieldModel> fields(Class<?> type) {
        ObjectModel model = model(type);
        return model == null ? null : model.fields();
    }

    /** Returns the model of a class, or of the nearest known superclass; null if there is none. */
    @Nullable
    ObjectModel model(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            ObjectModel model = objects.get(each);
            if (model != null) {
                return model;
            }
        }
        return null;
    }

    /** Returns the model of an enum, or null. */
    @Nullable
    EnumModel constants(Class<?> type) {
        return enums.get(declaring(type));
    }

    /** Returns the enum of a constant with a body, which has a class of its own; any other class itself. */
    private static Class<?> declaring(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        return parent != null && parent.isEnum() ? parent : type;
    }

    /** Returns the maker of an immutable class's values; null for other classes. */
    ObjectModel.@Nullable Maker maker(Class<?> type) {
        ObjectModel model = objects.get(type);
        return model == null ? null : model.maker();
    }

    /** Returns the model of a sealed type, or null. */
    @Nullable
    OneOfModel oneOf(Class<?> type) {
        return oneOfs.get(type);
    }

    /** Returns the name of a class among the cases of its sealed type; null if it is not a case. */
    @Nullable
    String caseName(Class<?> type) {
        return caseNames.get(declaring(type));
    }

    /**
     * Returns the constant that an enum's unknown constants are read as; null if it has none, or if the type is not
     * an enum.
     */
    @Nullable
    Enum<?> fallback(JavaType type) {
        EnumModel constants = enums.get(type.getRawClass());
        return constants == null ? null : constants.fallback();
    }

    /**
     * Returns the supplier of the value that stands for absence, such as an empty collection, map, array or Optional;
     * null for other types.
     */
    @Nullable
    Supplier<Object> empty(JavaType type) {
        Class<?> raw = type.getRawClass();
        Object optional = OPTIONALS.get(raw);
        if (optional != null) {
            return () -> optional;
        }
        if (raw.isArray() && raw != byte[].class) {
            return () -> Array.newInstance(raw.getComponentType(), 0);
        }
        JavaType first = type.containedType(0);
        IntFunction<?> maker = makers.get(Container.of(raw, first == null ? Object.class : first.getRawClass()));
        return maker == null ? null : () -> maker.apply(0);
    }
}
