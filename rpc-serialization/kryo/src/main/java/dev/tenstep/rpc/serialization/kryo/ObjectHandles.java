package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ObjectModel;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** Combines the handles of an object's fields into those of the object: field after field, in order. */
final class ObjectHandles {
    /**
     * The maximum number of values that wait on the stack for their constructor. Each costs a frame while code is not
     * compiled yet.
     */
    private static final int MOST_ON_STACK = 24;

    private ObjectHandles() {}

    /** Returns the handles of an object, {@code (KryoOutput, Object)void} and {@code (KryoInput)Object}. */
    static Handles of(ObjectModel model, List<Handles> fields) {
        return new Handles(writing(model.fields(), fields), reading(model, fields));
    }

    private static MethodHandle writing(List<FieldModel> fields, List<Handles> handles) {
        List<MethodHandle> all = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            all.add(MethodHandles.filterArguments(
                    handles.get(i).write(), 1, fields.get(i).getter()));
        }
        return inTurn(all, MethodType.methodType(void.class, KryoOutput.class, Object.class));
    }

    private static MethodHandle reading(ObjectModel model, List<Handles> handles) {
        if (model.kind() == ObjectModel.Kind.BEAN) {
            return readingBean(model, handles);
        }
        return handles.size() <= MOST_ON_STACK
                ? readingArguments(model.constructor(), handles)
                : readingArray(model.constructor(), handles);
    }

    /** Reads the constructor's arguments, first to last, and calls it. */
    private static MethodHandle readingArguments(MethodHandle constructor, List<Handles> handles) {
        int count = handles.size();
        MethodHandle made = MethodHandles.dropArguments(constructor, count, KryoInput.class);
        for (int i = count - 1; i >= 0; i--) {
            made = MethodHandles.foldArguments(made, i, handles.get(i).read());
        }
        return made;
    }

    /** Reads the constructor's arguments into an array, and calls it. */
    private static MethodHandle readingArray(MethodHandle constructor, List<Handles> handles) {
        int count = handles.size();
        MethodHandle setter = MethodHandles.arrayElementSetter(Object[].class);
        List<MethodHandle> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            MethodHandle set = MethodHandles.insertArguments(setter, 1, i);
            all.add(MethodHandles.collectArguments(
                    set, 1, handles.get(i).as(Object.class).read()));
        }
        MethodHandle maker = MethodHandles.insertArguments(MethodHandles.arrayConstructor(Object[].class), 0, count);
        return filled(maker, all, constructor.asSpreader(Object[].class, count));
    }

    private static MethodHandle readingBean(ObjectModel model, List<Handles> handles) {
        List<MethodHandle> all = new ArrayList<>();
        for (int i = 0; i < handles.size(); i++) {
            MethodHandle set = model.fields().get(i).setter();
            if (set == null) {
                throw new IllegalArgumentException(model.typeName() + "."
                        + model.fields().get(i).name() + " has no setter (expected: one for each field of a bean)");
            }
            all.add(MethodHandles.collectArguments(set, 1, handles.get(i).read()));
        }
        return filled(model.constructor(), all, MethodHandles.identity(Object.class));
    }

    /** Makes an object, fills it by each of the steps, and returns the result of the last step. */
    private static MethodHandle filled(MethodHandle maker, List<MethodHandle> steps, MethodHandle last) {
        Class<?> made = maker.type().returnType();
        MethodHandle fill = inTurn(steps, MethodType.methodType(void.class, made, KryoInput.class));
        MethodHandle rest = MethodHandles.foldArguments(MethodHandles.dropArguments(last, 1, KryoInput.class), fill);
        return MethodHandles.foldArguments(rest, MethodHandles.dropArguments(maker, 0, KryoInput.class));
    }

    /**
     * Runs the steps one after the other. They are halved again and again, so that the nesting grows with the
     * logarithm of their number.
     */
    private static MethodHandle inTurn(List<MethodHandle> steps, MethodType type) {
        int count = steps.size();
        if (count == 0) {
            return MethodHandles.empty(type);
        }
        if (count == 1) {
            return steps.get(0);
        }
        MethodHandle first = inTurn(steps.subList(0, count / 2), type);
        return MethodHandles.foldArguments(inTurn(steps.subList(count / 2, count), type), first);
    }
}
