package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.ArrayList;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a list, a set, another collection or an array of length-prefixed values (strings, bytes,
 * messages): a tag and a value for each.
 */
record RepeatedField(int tag, ValueCodec element, Elements elements) implements FieldCodec {
    @Override
    public int write(@Nullable Object value, MessageOutput out, int p, int depth) throws Throwable {
        if (value == null) {
            return p;
        }
        return value instanceof ArrayList<?> list
                ? writeList(list, out, p, depth)
                : writeAll(elements.collection(value), out, p, depth);
    }

    /** Writes the usual list. Its class is checked by comparing, unlike an interface, which HotSpot looks for. */
    @SuppressWarnings("NonApiType") // as above
    private int writeList(ArrayList<?> list, MessageOutput out, int start, int depth) throws Throwable {
        int p = start;
        for (int i = 0, n = list.size(); i < n; i++) {
            p = writeElement(list.get(i), i, out, p, depth);
        }
        return p;
    }

    private int writeAll(Collection<?> all, MessageOutput out, int start, int depth) throws Throwable {
        int p = start;
        int i = 0;
        for (Object value : all) {
            p = writeElement(value, i++, out, p, depth);
        }
        return p;
    }

    private int writeElement(@Nullable Object value, int index, MessageOutput out, int p, int depth) throws Throwable {
        if (value == null) {
            throw elements.isNull(index);
        }
        return element.write(value, out, WireOutput.tag(out.array(), p, tag), depth);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object read(int found, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        Object all = held == null ? elements.empty(count(a, span, end)) : held;
        Object value = element.read(a, WireInput.start(span), WireInput.end(span), depth);
        if (value != null && all instanceof ArrayList<?> list) {
            ((ArrayList<Object>) list).add(value);
        } else {
            elements.add((Collection<Object>) all, value);
        }
        return all;
    }

    /** Counts the values that follow each other from the span on. */
    private int count(byte[] a, long span, int end) throws MalformedMessageException {
        int n = 1;
        int p = WireInput.end(span);
        while (WireInput.tag(a, p, end) == tag) {
            p = WireInput.end(WireInput.span(a, WireInput.after(a, p), end, tag));
            n++;
        }
        return n;
    }

    @Override
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        return elements.finished(held);
    }
}
