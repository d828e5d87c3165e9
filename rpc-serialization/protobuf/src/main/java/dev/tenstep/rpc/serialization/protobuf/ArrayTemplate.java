package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds an array of a primitive type: written packed, read packed and unpacked. A template, loaded again for each field
 * (see {@link Templates}): since the handles below are constants, the loops work on the array itself.
 */
final class ArrayTemplate implements FieldCodec {

    /**
     * The data that the template is filled with.
     *
     * @param text whether it is an array of chars, which has to be valid text
     * @param load {@code (Object, int)long}: an element's bits
     * @param store {@code (Object, int, long)void}
     * @param maker {@code (int)Object}: an array of that length
     * @param length {@code (Object)int}
     */
    record Plan(
            int number,
            boolean text,
            NumberCodec element,
            MethodHandle load,
            MethodHandle store,
            MethodHandle maker,
            MethodHandle length) {

        static Plan of(int number, NumberCodec element, Class<?> array) {
            MethodHandle store = Bits.from(
                    MethodHandles.arrayElementSetter(array)
                            .asType(MethodType.methodType(
                                    void.class, Object.class, int.class, array.getComponentType())),
                    2);
            MethodHandle maker =
                    MethodHandles.arrayConstructor(array).asType(MethodType.methodType(Object.class, int.class));
            MethodHandle length =
                    MethodHandles.arrayLength(array).asType(MethodType.methodType(int.class, Object.class));
            return new Plan(number, array == char[].class, element, Bits.elements(array), store, maker, length);
        }
    }

    private static final Plan PLAN = ClassData.of(MethodHandles.lookup(), Plan.class);
    private static final NumberCodec ELEMENT = PLAN.element();
    private static final int TAG = PLAN.number() << 3 | WireInput.LENGTH_DELIMITED;
    private static final int UNPACKED = PLAN.number() << 3 | ELEMENT.wireType();
    private static final boolean TEXT = PLAN.text();
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
    public int write(@Nullable Object array, MessageOutput out, int start, int depth) throws Throwable {
        int n = array == null ? 0 : (int) LENGTH.invokeExact(array);
        if (n == 0) {
            return start;
        }
        if (TEXT) {
            Bits.checkText((char[]) array);
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
    public Object read(int tag, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        int p = WireInput.start(span);
        int stop = WireInput.end(span);
        if (held == null && tag == TAG) {
            return readRun(a, p, stop);
        }
        Runs runs = runs(held);
        if (tag == UNPACKED) {
            runs.add(ELEMENT.read(a, p, stop));
            return runs;
        }
        while (p < stop) {
            long next = WireInput.span(a, p, stop, UNPACKED);
            p = WireInput.end(next);
            runs.add(ELEMENT.read(a, WireInput.start(next), p));
        }
        return runs;
    }

    /** Reads the usual case: all elements in one run, so that their number is known. */
    private static Object readRun(byte[] a, int start, int end) throws Throwable {
        int n = WireInput.countPacked(a, start, end, ELEMENT.width());
        Object array = (Object) MAKER.invokeExact(n);
        int p = start;
        for (int i = 0; i < n; i++) {
            int next = WireInput.end(WireInput.span(a, p, end, UNPACKED));
            STORE.invokeExact(array, i, ELEMENT.read(a, p, next));
            p = next;
        }
        if (p < end) {
            WireInput.span(a, p, end, UNPACKED); // cut off and so not counted: fails
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
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) throws Throwable {
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
