package dev.tenstep.rpc.serialization.protobuf;

import java.lang.constant.ConstantDescs;
import java.lang.invoke.MethodHandles;

/** The data that a template was loaded with. */
final class ClassData {
    private ClassData() {}

    static <T> T of(MethodHandles.Lookup template, Class<T> type) {
        try {
            return MethodHandles.classData(template, ConstantDescs.DEFAULT_NAME, type);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
