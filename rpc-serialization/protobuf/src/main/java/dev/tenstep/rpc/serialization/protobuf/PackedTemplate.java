package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a collection or an array of boxed numbers or enums. It is written packed, as one tag, one length
 * and the numbers, and read packed and unpacked. A template, loaded again for each field.
 */
final class PackedTemplate implements FieldCodec {

    /**
     * The data that the template is filled with.
     *
     * @param width how many bytes each number takes if all take the same, otherwise 0
     */
    record Plan(int number, ValueCodec element, int width, Elements elements) {}

    private static final Plan PLAN = ClassData.of(MethodHandles.lookup(), Plan.class);
    private static final int TAG = PLAN.number() << 3 | WireInput.LENGTH_DELIMITED;
    private static final int UNPACKED = PLAN.number() << 3 | PLAN.element().wireType();
    private static final ValueCodec ELEMENT = PLAN.element();
    private static final Elements ELEMENTS = PLAN.elements();

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public int otherTag() {
        return UNPACKED;
    }

    @Override
    public int write(@Nullable Object value, MessageOutput out, int p, int depth) throws Throwable {
        if (value == null) {
            return p;
        }
        Collection<?> all = ELEMENTS.collection(value);
        return all.isEmpty() ? p : writeAll(all, out, WireOutput.tag(out.array(), p, TAG), depth);
    }

    private static int writeAll(Collection<?> all, MessageOutput out, int start, int depth) throws Throwable {
        int guessed = WireOutput.sizeOfVarint(all.size());
        int p = start + guessed;
        int index = 0;
        for (Object value : all) {
            if (value == null) {
                throw ELEMENTS.isNull(index);
            }
            WireOutput.room(out, p, 0);
            p = ELEMENT.write(value, out, p, depth);
            index++;
        }
        return WireOutput.prefix(out, start, guessed, p);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object read(int tag, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        int p = WireInput.start(span);
        int stop = WireInput.end(span);
        if (tag == UNPACKED) {
            Collection<Object> all = held == null ? ELEMENTS.empty(1) : (Collection<Object>) held;
            ELEMENTS.add(all, ELEMENT.read(a, p, stop, depth));
            return all;
        }
        Collection<Object> all = held == null
                ? ELEMENTS.empty(WireInput.countPacked(a, p, stop, PLAN.width()))
                : (Collection<Object>) held;
        while (p < stop) {
            int next = WireInput.end(WireInput.span(a, p, stop, UNPACKED));
            ELEMENTS.add(all, ELEMENT.read(a, p, next, depth));
            p = next;
        }
        return all;
    }

    @Override
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        return ELEMENTS.finished(held);
    }
}
