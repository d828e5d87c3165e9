package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.databind.JsonMappingException;
import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.contract.TypeModel;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds sorted sets and maps that are not in natural order, before a message is written. It exists only for types
 * that contain a sorted one. Jackson chooses serializers by a value's class, so it cannot tell a {@code TreeSet} in a
 * field of type {@code Set}, whose order is kept, from one in a field of type {@code SortedSet}.
 */
final class OrderCheck {
    /** A depth beyond any message: Jackson refuses deeper ones. */
    private static final int DEEPEST = 500;

    private final TypeModel root;
    private final Set<TypeModel> leading;

    private OrderCheck(TypeModel root, Set<TypeModel> leading) {
        this.root = root;
        this.leading = leading;
    }

    /** Returns the check of a type, or null if nothing in it is sorted. */
    static @Nullable OrderCheck of(TypeModel root) {
        Set<TypeModel> all = identitySet();
        collect(root, all);
        Set<TypeModel> leading = identitySet();
        boolean more = true;
        while (more) { // until no more types are found that contain a sorted one
            more = all.stream().filter(type -> leads(type, leading)).anyMatch(leading::add);
        }
        return leading.contains(root) ? new OrderCheck(root, leading) : null;
    }

    private static void collect(TypeModel type, Set<TypeModel> all) {
        if (all.add(type)) {
            type.parts().forEach(part -> collect(part, all));
        }
    }

    private static boolean leads(TypeModel type, Set<TypeModel> leading) {
        boolean sorted = (type instanceof CollectionModel c && c.rules().sorted())
                || (type instanceof MapModel m && m.rules().sorted());
        return sorted || type.parts().stream().anyMatch(leading::contains);
    }

    private static Set<TypeModel> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** Throws if something in a value has an order that does not cross. */
    void check(@Nullable Object value) throws IOException {
        check(root, value, root.typeName(), 0);
    }

    private void check(TypeModel type, @Nullable Object value, String where, int depth) throws IOException {
        if (value == null || depth > DEEPEST || !leading.contains(type)) {
            return;
        }
        if (type instanceof OptionalModel optional) {
            check(optional.value(), optional.form().take(value), where, depth + 1);
        } else if (type instanceof CollectionModel collection) {
            refuse(collection.rules().flaw(value), where);
            Collection<?> elements = collection.array() ? Arrays.asList((Object[]) value) : (Collection<?>) value;
            for (Object element : elements) {
                check(collection.element(), element, where, depth + 1);
            }
        } else if (type instanceof MapModel map) {
            refuse(map.rules().flaw(value), where);
            for (Object each : ((Map<?, ?>) value).values()) {
                check(map.value(), each, where, depth + 1);
            }
        } else if (type instanceof OneOfModel oneOf) {
            for (OneOfModel.Case each : oneOf.cases()) {
                if (each.type().rawType().isInstance(value)) {
                    check(each.type(), value, where, depth + 1);
                }
            }
        } else if (type instanceof ObjectModel object) {
            checkFields(object, value, depth);
        }
    }

    private void checkFields(ObjectModel object, Object value, int depth) throws IOException {
        for (FieldModel field : object.fields()) {
            if (leading.contains(field.type())) {
                check(field.type(), get(field, value), object.typeName() + "." + field.name(), depth + 1);
            }
        }
    }

    private static @Nullable Object get(FieldModel field, Object value) throws IOException {
        try {
            return (Object) field.getter().invoke(value);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    private static void refuse(@Nullable String flaw, String where) throws JsonMappingException {
        if (flaw != null) {
            throw new JsonMappingException(null, where + ": " + flaw);
        }
    }
}
