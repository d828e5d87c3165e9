package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a list, a set, another collection or an array of length-prefixed values (strings, bytes,
 * messages): a tag and a value for each. A template like {@link ObjectTemplate}, so that each such field has loops of
 * its own, compiled for its element type.
 */
final class RepeatedTemplate implements FieldCodec {

    /**
     * The data that the template is filled with.
     *
     * @param getter {@code (Object)Object}
     */
    record Plan(int tag, MethodHandle getter, ValueCodec element, Elements elements) {}

    private static final Plan PLAN = ClassData.of(MethodHandles.lookup(), Plan.class);
    private static final int TAG = PLAN.tag();
    private static final MethodHandle GETTER = PLAN.getter();
    private static final ValueCodec ELEMENT = PLAN.element();
    private static final Elements ELEMENTS = PLAN.elements();

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public int write(Object holder, MessageOutput out, int p, int depth) throws Throwable {
        Object value = (Object) GETTER.invokeExact(holder);
        if (value == null) {
            return p;
        }
        Collection<?> all = ELEMENTS.collection(value);
        return all instanceof RandomAccess ? writeList((List<?>) all, out, p, depth) : writeAll(all, out, p, depth);
    }

    private static int writeList(List<?> list, MessageOutput out, int start, int depth) throws Throwable {
        int p = start;
        for (int i = 0, n = list.size(); i < n; i++) {
            p = writeElement(list.get(i), i, out, p, depth);
        }
        return p;
    }

    private static int writeAll(Collection<?> all, MessageOutput out, int start, int depth) throws Throwable {
        int p = start;
        int i = 0;
        for (Object value : all) {
            p = writeElement(value, i++, out, p, depth);
        }
        return p;
    }

    private static int writeElement(@Nullable Object value, int index, MessageOutput out, int p, int depth)
            throws Throwable {
        if (value == null) {
            throw ELEMENTS.isNull(index);
        }
        return ELEMENT.write(value, out, WireOutput.tag(out.array(), p, TAG), depth);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object read(int tag, @Nullable Object held, MessageInput in, int end, int depth) throws Throwable {
        Collection<Object> all = held == null ? ELEMENTS.empty(count(in, end)) : (Collection<Object>) held;
        int behind;
        do {
            Object value = ELEMENT.read(in, end, depth);
            if (value == null) {
                throw ELEMENTS.isEmpty(all.size());
            }
            ELEMENTS.add(all, value);
            behind = in.position();
        } while (WireInput.tag(in, end) == TAG);
        in.position(behind);
        return all;
    }

    /** Counts the values that follow each other here. */
    private static int count(MessageInput in, int end) throws MalformedMessageException {
        int start = in.position();
        int n = 0;
        do {
            WireInput.pass(in, end);
            n++;
        } while (WireInput.tag(in, end) == TAG);
        in.position(start);
        return n;
    }

    @Override
    public Object finish(long bits, @Nullable Object held, MessageInput in, int start, int end, int depth) {
        return ELEMENTS.finished(held);
    }
}
