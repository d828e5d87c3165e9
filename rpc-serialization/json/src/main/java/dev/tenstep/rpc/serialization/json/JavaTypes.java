package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.tenstep.rpc.contract.CollectionModel;
import dev.tenstep.rpc.contract.MapModel;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.OneOfModel;
import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.contract.TypeModel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Translates models into Jackson's types. */
final class JavaTypes {
    private final TypeFactory types;

    JavaTypes(TypeFactory types) {
        this.types = types;
    }

    JavaType of(TypeModel model) {
        if (model instanceof CollectionModel collection) {
            return collection(collection);
        } else if (model instanceof MapModel map) {
            return types.constructMapType(map.rawType().asSubclass(Map.class), of(map.key()), of(map.value()));
        } else if (model instanceof OptionalModel optional && optional.form() == OptionalModel.Form.ANY) {
            return types.constructParametricType(Optional.class, of(optional.value()));
        } else if (model instanceof ObjectModel object) {
            return bound(object.rawType(), object.typeArguments());
        } else if (model instanceof OneOfModel oneOf) {
            return bound(oneOf.rawType(), oneOf.typeArguments());
        }
        return types.constructType(model.rawType());
    }

    private JavaType collection(CollectionModel model) {
        JavaType element = of(model.element());
        return model.array()
                ? types.constructArrayType(element)
                : types.constructCollectionType(model.rawType().asSubclass(Collection.class), element);
    }

    private JavaType bound(Class<?> type, List<TypeModel> arguments) {
        return arguments.isEmpty()
                ? types.constructType(type)
                : types.constructParametricType(
                        type, arguments.stream().map(this::of).toArray(JavaType[]::new));
    }
}
