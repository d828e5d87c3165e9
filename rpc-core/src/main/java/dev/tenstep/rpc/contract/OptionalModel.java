package dev.tenstep.rpc.contract;

import dev.tenstep.rpc.contract.ScalarModel.Kind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An {@code Optional<T>}, {@code OptionalInt}, {@code OptionalLong} or {@code OptionalDouble}. Null reads back as
 * empty.
 *
 * @param value the type of its content; the boxed number for the last three
 */
public record OptionalModel(Form form, TypeModel value) implements TypeModel {

    /** The four classes. */
    public enum Form {
        ANY,
        INT,
        LONG,
        DOUBLE;

        /** Returns the content of an optional of this form; null if it is empty. */
        public @Nullable Object take(Object optional) {
            return switch (this) {
                case ANY -> ((Optional<?>) optional).orElse(null);
                case INT -> ((OptionalInt) optional).isPresent() ? ((OptionalInt) optional).getAsInt() : null;
                case LONG -> ((OptionalLong) optional).isPresent() ? ((OptionalLong) optional).getAsLong() : null;
                case DOUBLE ->
                    ((OptionalDouble) optional).isPresent() ? ((OptionalDouble) optional).getAsDouble() : null;
            };
        }

        /** Makes an optional of this form that holds the value, or nothing if it is null. */
        public Object make(@Nullable Object held) {
            return switch (this) {
                case ANY -> Optional.ofNullable(held);
                case INT -> held == null ? OptionalInt.empty() : OptionalInt.of((Integer) held);
                case LONG -> held == null ? OptionalLong.empty() : OptionalLong.of((Long) held);
                case DOUBLE -> held == null ? OptionalDouble.empty() : OptionalDouble.of((Double) held);
            };
        }
    }

    /** The form of a class, or null if it is none of the four. */
    static @Nullable Form form(Class<?> type) {
        if (type == Optional.class) {
            return Form.ANY;
        }
        if (type == OptionalInt.class) {
            return Form.INT;
        }
        return type == OptionalLong.class ? Form.LONG : type == OptionalDouble.class ? Form.DOUBLE : null;
    }

    /** The model of an optional number. */
    static OptionalModel ofNumber(Form form) {
        return switch (form) {
            case INT -> new OptionalModel(form, new ScalarModel(Integer.class, Kind.INT));
            case LONG -> new OptionalModel(form, new ScalarModel(Long.class, Kind.LONG));
            case DOUBLE -> new OptionalModel(form, new ScalarModel(Double.class, Kind.DOUBLE));
            case ANY -> throw new IllegalArgumentException("Optional<T> (expected: one of a number)");
        };
    }

    @Override
    public Class<?> rawType() {
        return switch (form) {
            case ANY -> Optional.class;
            case INT -> OptionalInt.class;
            case LONG -> OptionalLong.class;
            case DOUBLE -> OptionalDouble.class;
        };
    }

    @Override
    public String typeName() {
        return form == Form.ANY
                ? "Optional<" + value.typeName() + ">"
                : rawType().getSimpleName();
    }

    @Override
    public List<TypeModel> parts() {
        return List.of(value);
    }
}
