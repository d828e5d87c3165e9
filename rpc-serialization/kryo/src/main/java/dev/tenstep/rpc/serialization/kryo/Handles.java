package dev.tenstep.rpc.serialization.kryo;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/**
 * The method handles that write and read the values of one type; they can be combined. The compiler inlines all of
 * them where the outermost is a constant, which a template makes of it.
 *
 * @param write {@code (KryoOutput, T)void}
 * @param read {@code (KryoInput)T}
 */
record Handles(MethodHandle write, MethodHandle read) {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle PLAN_WRITE =
            virtual(Plan.class, "write", void.class, KryoOutput.class, Object.class);
    private static final MethodHandle PLAN_READ = virtual(Plan.class, "read", Object.class, KryoInput.class);
    private static final MethodHandle WRITE_NULL = fixed(Handles.class, "writeNull", void.class, KryoOutput.class);
    private static final MethodHandle WRITE_PRESENT =
            fixed(Handles.class, "writePresent", void.class, KryoOutput.class);
    private static final MethodHandle READ_PRESENT = virtual(KryoInput.class, "readPresent", boolean.class);

    /** Returns the handles of a plan, for values of a class. */
    static Handles of(Plan plan, Class<?> type) {
        return new Handles(PLAN_WRITE.bindTo(plan), PLAN_READ.bindTo(plan)).as(type);
    }

    /** Returns the same handles for values of another static type: boxed, cast or plain {@code Object}. */
    Handles as(Class<?> type) {
        return new Handles(
                write.asType(MethodType.methodType(void.class, KryoOutput.class, type)),
                read.asType(MethodType.methodType(type, KryoInput.class)));
    }

    /**
     * Returns the same handles with a byte before each value that tells whether it is present: Kryo's 0 for null, 1
     * for anything else.
     */
    Handles nullable() {
        Class<?> type = read.type().returnType();
        // A handle of its own: a shared one would remember the type, and keep its class from being unloaded.
        MethodHandle test = fixed(Objects.class, "isNull", boolean.class, Object.class);
        MethodHandle isNull = MethodHandles.dropArguments(
                test.asType(MethodType.methodType(boolean.class, type)), 0, KryoOutput.class);
        MethodHandle writeNull = MethodHandles.dropArguments(WRITE_NULL, 1, type);
        MethodHandle none = MethodHandles.dropArguments(MethodHandles.constant(type, null), 0, KryoInput.class);
        return new Handles(
                MethodHandles.guardWithTest(isNull, writeNull, MethodHandles.foldArguments(write, WRITE_PRESENT)),
                MethodHandles.guardWithTest(READ_PRESENT, read, none));
    }

    /** Returns a handle on a method that this package can see. */
    static MethodHandle virtual(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return LOOKUP.findVirtual(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner.getName() + "." + name, e);
        }
    }

    /** Returns a handle on a static method that this package can see. */
    static MethodHandle fixed(Class<?> owner, String name, Class<?> result, Class<?>... parameters) {
        try {
            return LOOKUP.findStatic(owner, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(owner.getName() + "." + name, e);
        }
    }

    static void writeNull(KryoOutput out) {
        out.writeByte(0);
    }

    static void writePresent(KryoOutput out) {
        out.writeByte(1);
    }
}
