package dev.tenstep.rpc.contract;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the object model of an enum that is a case of a sealed type, since cases are objects: one with the constant as
 * its field.
 */
final class EnumCase {
    private EnumCase() {}

    /** The model, whose only field, {@code value}, is the constant itself. */
    static ObjectModel of(EnumModel constants) {
        Class<?> type = constants.rawType();
        ObjectModel model = new ObjectModel(ObjectModel.Kind.VALUE, type, constants.typeName(), List.of());
        MethodHandle getter = Accessors.cast(type);
        FieldModel value = new FieldModel("value", "value", 1, constants, Wire.Encoding.VARINT, getter, null);
        model.link(List.of(value), present().asType(MethodType.methodType(Object.class, type)));
        return model;
    }

    @SuppressWarnings("UnusedMethod") // found by name
    private static Object present(@Nullable Object constant) {
        if (constant == null) {
            throw new IllegalArgumentException("an enum as a case without its constant (expected: one)");
        }
        return constant;
    }

    /** Finds the handle anew, since it is adapted to the type: see {@link Accessors}. */
    private static MethodHandle present() {
        try {
            return MethodHandles.lookup()
                    .findStatic(EnumCase.class, "present", MethodType.methodType(Object.class, Object.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("present", e);
        }
    }
}
