package dev.tenstep.rpc.serialization.json;

import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.TypeModel;
import java.lang.reflect.Array;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The models of the classes that messages may hold, for Jackson to ask by class. A type is added before Jackson first sees
 * it. Used by many threads.
 */
final class KnownModels {
    private static final String NO_PROTOBUF = " is a generated protobuf message"
            + " (expected: com.google.protobuf:protobuf-java-util on the class path, to write it as JSON)";

    private final boolean protobuf;
    private final Map<Class<?>, ObjectModel> objects = new ConcurrentHashMap<>();
    private final Map<Class<?>, OneOfModel> oneOfs = new ConcurrentHashMap<>();
    private final Map<Class<?>, String> caseNames = new ConcurrentHashMap<>();
    private final Map<Class<?>, IntFunction<?>> makers = new ConcurrentHashMap<>();

    KnownModels(boolean protobuf) {
        this.protobuf = protobuf;
    }

    /** Adds a type and all that it leads to. */
    void add(TypeModel type) throws UnfitType {
        add(type, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void add(TypeModel type, Set<TypeModel> seen) throws UnfitType {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ForeignModel && !protobuf) {
            throw new UnfitType(type.typeName() + NO_PROTOBUF);
        } else if (type instanceof ObjectModel object) {
            objects.put(type.rawType(), object);
        } else if (type instanceof OneOfModel oneOf) {
            oneOfs.put(type.rawType(), oneOf);
            oneOf.cases().forEach(each -> caseNames.put(each.type().rawType(), each.name()));
        } else if (type instanceof CollectionModel collection && !collection.array()) {
            makers.put(type.rawType(), collection.maker());
        } else if (type instanceof MapModel map) {
            makers.put(type.rawType(), map.maker());
        }
        for (TypeModel part : type.parts()) {
            add(part, seen);
        }
    }

    /** The fields of a class, or of the nearest known class that it extends; null if there is none. */
    @Nullable
    List<FieldModel> fields(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            ObjectModel model = objects.get(each);
            if (model != null) {
                return model.fields();
            }
        }
        return null;
    }

    /** The model of a sealed type, or null. */
    @Nullable
    OneOfModel oneOf(Class<?> type) {
        return oneOfs.get(type);
    }

    /** What a class is called among the cases of its sealed type; null if it is none. */
    @Nullable
    String caseName(Class<?> type) {
        return caseNames.get(type);
    }

    /** What makes the value that stands for none: an empty collection, map, array or Optional; null for other types. */
    @Nullable
    Supplier<Object> empty(Class<?> type) {
        if (type == Optional.class) {
            return Optional::empty;
        }
        if (type.isArray() && type != byte[].class) {
            return () -> Array.newInstance(type.getComponentType(), 0);
        }
        IntFunction<?> maker = makers.get(type);
        return maker == null ? null : () -> maker.apply(0);
    }
}
