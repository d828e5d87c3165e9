package dev.tenstep.rpc.contract;

import java.util.List;
import java.util.Optional;

/** {@code Optional<T>}. A null one reads back as empty. */
public record OptionalModel(TypeModel value) implements TypeModel {

    @Override
    public Class<?> rawType() {
        return Optional.class;
    }

    @Override
    public String typeName() {
        return "Optional<" + value.typeName() + ">";
    }

    @Override
    public List<TypeModel> parts() {
        return List.of(value);
    }
}
