package dev.tenstep.rpc.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An enum.
 *
 * @param constants in declaration order
 * @param names a wire name for each constant: by {@link Field#name()}, or the constant's
 * @param numbers a number for each constant, from 1: by {@link Field} or in declaration order; 0 stands for null
 * @param fallback the constant that unknown numbers and names read as (marked {@link Fallback}); null makes them an
 *     error
 */
public record EnumModel(
        Class<?> rawType,
        List<? extends Enum<?>> constants,
        List<String> names,
        List<Integer> numbers,
        @Nullable Enum<?> fallback)
        implements TypeModel {

    @Override
    public String typeName() {
        return rawType.getSimpleName();
    }

    @Override
    public List<TypeModel> parts() {
        return List.of();
    }
}
