package dev.tenstep.rpc.contract;

import java.util.List;

/**
 * A type that describes itself: a generated protobuf message (a {@code com.google.protobuf.Message}). A serializer that
 * supports it knows how to carry it; one that does not refuses it when it is bound.
 */
public record ForeignModel(Class<?> rawType) implements TypeModel {

    @Override
    public String typeName() {
        return rawType.getSimpleName();
    }

    @Override
    public List<TypeModel> parts() {
        return List.of();
    }
}
