package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds an array of a primitive type other than byte: written packed, read packed and unpacked.
 *
 * @param otherTag of a number that is not packed
 * @param component the primitive type
 */
record ArrayField(int tag, int otherTag, NumberCodec element, Class<?> component) implements FieldCodec {
    @Override
    public int write(@Nullable Object array, MessageOutput out, int start, int depth) throws Throwable {
        int n = array == null ? 0 : Array.getLength(array);
        if (n == 0) {
            return start;
        }
        if (array instanceof char[] text) {
            Bits.checkText(text);
        }
        int begin = WireOutput.tag(out.array(), start, tag);
        int guessed = WireOutput.sizeOfVarint(n);
        int p = begin + guessed;
        for (int i = 0; i < n; i++) {
            byte[] a = WireOutput.room(out, p, 0);
            p = element.write(Bits.at(array, i), a, p);
        }
        return WireOutput.prefix(out, begin, guessed, p);
    }

    @Override
    public Object read(int found, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        int p = WireInput.start(span);
        int stop = WireInput.end(span);
        if (held == null && found == tag) {
            return readRun(a, p, stop);
        }
        Runs runs = runs(held);
        if (found == otherTag) {
            runs.add(element.read(a, p, stop));
            return runs;
        }
        while (p < stop) {
            long next = WireInput.span(a, p, stop, otherTag);
            p = WireInput.end(next);
            runs.add(element.read(a, WireInput.start(next), p));
        }
        return runs;
    }

    /** Reads the usual case: all elements in one run, so that their number is known. */
    private Object readRun(byte[] a, int start, int end) throws Throwable {
        int n = WireInput.countPacked(a, start, end, element.width());
        Object array = Array.newInstance(component, n);
        int p = start;
        for (int i = 0; i < n; i++) {
            int next = WireInput.end(WireInput.span(a, p, end, otherTag));
            Bits.set(array, i, element.read(a, p, next));
            p = next;
        }
        if (p < end) {
            WireInput.span(a, p, end, otherTag); // cut off and so not counted: fails
        }
        return array;
    }

    private static Runs runs(@Nullable Object held) {
        if (held instanceof Runs runs) {
            return runs;
        }
        Runs runs = new Runs();
        int n = held == null ? 0 : Array.getLength(held);
        for (int i = 0; i < n; i++) {
            runs.add(Bits.at(held, i));
        }
        return runs;
    }

    @Override
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        if (held != null && !(held instanceof Runs)) {
            return held;
        }
        Runs runs = runs(held);
        Object array = Array.newInstance(component, runs.count());
        for (int i = 0; i < runs.count(); i++) {
            Bits.set(array, i, runs.at(i));
        }
        return array;
    }
}
