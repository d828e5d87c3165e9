package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a list, a set, another collection or an array of length-prefixed values (strings, bytes,
 * messages): a tag and a value for each. A template, loaded again for each field, so that each such field has loops of
 * its own, compiled for its element type.
 */
final class RepeatedTemplate implements FieldCodec {

    /** The data that the template is filled with. */
    record Plan(int tag, ValueCodec element, Elements elements) {}

    private static final Plan PLAN = ClassData.of(MethodHandles.lookup(), Plan.class);
    private static final int TAG = PLAN.tag();
    private static final ValueCodec ELEMENT = PLAN.element();
    private static final Elements ELEMENTS = PLAN.elements();

    @Override
    public int tag() {
        return TAG;
    }

    @Override
    public int write(@Nullable Object value, MessageOutput out, int p, int depth) throws Throwable {
        if (value == null) {
            return p;
        }
        return value instanceof ArrayList<?> list
                ? writeList(list, out, p, depth)
                : writeAll(ELEMENTS.collection(value), out, p, depth);
    }

    /** Writes the usual list. Its class is checked by comparing, unlike an interface, which HotSpot looks for. */
    @SuppressWarnings("NonApiType") // as above
    private static int writeList(ArrayList<?> list, MessageOutput out, int start, int depth) throws Throwable {
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
    public Object read(int tag, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        Object all = held == null ? ELEMENTS.empty(count(a, span, end)) : held;
        Object value = ELEMENT.read(a, WireInput.start(span), WireInput.end(span), depth);
        if (value != null && all instanceof ArrayList<?> list) {
            ((ArrayList<Object>) list).add(value);
        } else {
            ELEMENTS.add((Collection<Object>) all, value);
        }
        return all;
    }

    /** Counts the values that follow each other from the span on. */
    private static int count(byte[] a, long span, int end) throws MalformedMessageException {
        int n = 1;
        int p = WireInput.end(span);
        while (WireInput.tag(a, p, end) == TAG) {
            p = WireInput.end(WireInput.span(a, WireInput.after(a, p), end, TAG));
            n++;
        }
        return n;
    }

    @Override
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        return ELEMENTS.finished(held);
    }
}
