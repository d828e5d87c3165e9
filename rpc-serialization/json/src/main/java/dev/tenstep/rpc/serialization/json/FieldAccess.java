package dev.tenstep.rpc.serialization.json;

import dev.tenstep.rpc.contract.ObjectModel;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes the values out of parameters or an exception, and builds the whole from them. Immutable. */
sealed interface FieldAccess {

    /** Returns the values of the fields, in order. */
    @Nullable
    Object[] values(@Nullable Object whole) throws IOException;

    /** Builds the whole from the values of its fields in order; the array is handed over. */
    Object make(@Nullable Object[] values) throws IOException;

    static FieldAccess of(ObjectModel model) {
        return model.kind() == ObjectModel.Kind.PARAMETERS ? new OfParameters() : OfException.of(model);
    }

    /** Parameters are their values. */
    record OfParameters() implements FieldAccess {
        @Override
        public @Nullable Object[] values(@Nullable Object whole) {
            return (Object[]) Objects.requireNonNull(whole, "parameters");
        }

        @Override
        public Object make(@Nullable Object[] values) {
            return values;
        }
    }

    /** An exception is read property by property, and made by its constructor. */
    record OfException(MethodHandle[] getters, MethodHandle constructor) implements FieldAccess {
        static OfException of(ObjectModel model) {
            MethodHandle[] getters = model.fields().stream()
                    .map(field -> field.getter().asType(MethodType.methodType(Object.class, Object.class)))
                    .toArray(MethodHandle[]::new);
            return new OfException(getters, model.constructor().asSpreader(Object[].class, getters.length));
        }

        @Override
        public @Nullable Object[] values(@Nullable Object whole) throws IOException {
            @Nullable Object[] values = new Object[getters.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = invoke(getters[i], whole);
            }
            return values;
        }

        @Override
        public Object make(@Nullable Object[] values) throws IOException {
            return Objects.requireNonNull(invoke(constructor, values));
        }

        private static @Nullable Object invoke(MethodHandle handle, @Nullable Object argument) throws IOException {
            try {
                return handle.invoke(argument);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IOException(e);
            }
        }
    }
}
