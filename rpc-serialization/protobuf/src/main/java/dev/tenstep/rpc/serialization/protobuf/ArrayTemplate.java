package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds an array of a primitive type: written packed, read packed and unpacked. A template like {@link
 * ObjectTemplate}: since the handles below are constants, the loops work on the array itself.
 */
final class ArrayTemplate implements FieldCodec {

    /**
     * The data that the template is filled with.
     *
     * @param getter {@code (Object)Object}
     * @param load {@code (Object, int)long}: an element's bits
     * @param store {@code (Object, int, long)void}
     * @param maker {@code (int)Object}: an array of that length
     * @param length {@code (Object)int}
     */
    record Plan(
            int number,
            MethodHandle getter,
            NumberCodec element,
            MethodHandle load,
            MethodHandle store,
            MethodHandle maker,
            MethodHandle length) {

        static Plan of(int number, MethodHandle getter, NumberCodec element, Class<?> array) {
            MethodHandle store = Bits.from(
                    MethodHandles.arrayElementSetter(array)
                            .asType(MethodType.methodType(
                                    void.class, Object.class, int.class, array.getComponentType())),
                    2);
            MethodHandle maker =
                    MethodHandles.arrayConstructor(array).asType(MethodType.methodType(Object.class, int.class));
            MethodHandle length =
                    MethodHandles.arrayLength(array).asType(MethodType.methodType(int.class, Object.class));
            return new Plan(number, Bits.whole(getter, array), element, Bits.elements(array), store, maker, length);
        }
    }

    private static final Plan PLAN = ClassData.of(MethodHandles.lookup(), Plan.class);
    private static final NumberCodec ELEMENT = PLAN.element();
    private static final int TAG = PLAN.number() << 3 | WireInput.LENGTH_DELIMITED;
    private static final int UNPACKED = PLAN.number() << 3 | ELEMENT.wireType();
    private static final MethodHandle GETTER = PLAN.getter();
    private static final MethodHandle LOAD = PLAN.load();
    private static final MethodHandle STORE = PLAN.store();
    private static final MethodHandle MAKER = PLAN.maker();
    private static final MethodHandle LENGTH = PLAN.length();

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public int otherTag() {
        return UNPACKED;
    }

    @Override
    public int write(Object holder, MessageOutput out, int start, int depth) throws Throwable {
        Object array = (Object) GETTER.invokeExact(holder);
        int n = array == null ? 0 : (int) LENGTH.invokeExact(array);
        if (n == 0) {
            return start;
        }
        int begin = WireOutput.tag(out.array(), start, TAG);
        int guessed = WireOutput.sizeOfVarint(n);
        int p = begin + guessed;
        for (int i = 0; i < n; i++) {
            byte[] a = WireOutput.room(out, p, 0);
            p = ELEMENT.write((long) LOAD.invokeExact(array, i), a, p);
        }
        return WireOutput.prefix(out, begin, guessed, p);
    }

    @Override
    public Object read(int tag, @Nullable Object held, MessageInput in, int end, int depth) throws Throwable {
        if (tag == UNPACKED) {
            Runs runs = runs(held);
            runs.add(ELEMENT.read(in, end));
            return runs;
        }
        int length = WireInput.pass(in, end);
        int behind = in.position();
        in.position(behind - length);
        if (held == null) {
            return readRun(in, behind);
        }
        Runs runs = runs(held);
        while (in.position() < behind) {
            runs.add(ELEMENT.read(in, behind));
        }
        return runs;
    }

    /** Reads the usual case: all elements in one run, so that their number is known. */
    private static Object readRun(MessageInput in, int end) throws Throwable {
        int n = WireInput.countPacked(in, end, ELEMENT.width());
        Object array = (Object) MAKER.invokeExact(n);
        for (int i = 0; i < n; i++) {
            STORE.invokeExact(array, i, ELEMENT.read(in, end));
        }
        if (in.position() < end) {
            ELEMENT.read(in, end); // cut off and so not counted: fails
        }
        return array;
    }

    private static Runs runs(@Nullable Object held) throws Throwable {
        if (held instanceof Runs runs) {
            return runs;
        }
        Runs runs = new Runs();
        int n = held == null ? 0 : (int) LENGTH.invokeExact(held);
        for (int i = 0; i < n; i++) {
            runs.add((long) LOAD.invokeExact(held, i));
        }
        return runs;
    }

    @Override
    public Object finish(long bits, @Nullable Object held, MessageInput in, int start, int end, int depth)
            throws Throwable {
        if (held != null && !(held instanceof Runs)) {
            return held;
        }
        Runs runs = runs(held);
        Object array = (Object) MAKER.invokeExact(runs.count());
        for (int i = 0; i < runs.count(); i++) {
            STORE.invokeExact(array, i, runs.at(i));
        }
        return array;
    }
}
