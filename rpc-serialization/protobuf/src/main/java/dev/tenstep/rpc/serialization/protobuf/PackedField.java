package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a collection or an array of boxed numbers or enums. It is written packed, as one tag, one length
 * and the numbers, and read packed and unpacked.
 *
 * @param otherTag of a number that is not packed
 * @param width how many bytes each number takes if all take the same, otherwise 0
 */
record PackedField(int tag, int otherTag, ValueCodec element, int width, Elements elements) implements FieldCodec {
    @Override
    public int write(@Nullable Object value, MessageOutput out, int p, int depth) throws Throwable {
        if (value == null) {
            return p;
        }
        Collection<?> all = elements.collection(value);
        return all.isEmpty() ? p : writeAll(all, out, WireOutput.tag(out.array(), p, tag), depth);
    }

    private int writeAll(Collection<?> all, MessageOutput out, int start, int depth) throws Throwable {
        int guessed = WireOutput.sizeOfVarint(all.size());
        int p = start + guessed;
        int index = 0;
        for (Object value : all) {
            if (value == null) {
                throw elements.isNull(index);
            }
            WireOutput.room(out, p, 0);
            p = element.write(value, out, p, depth);
            index++;
        }
        return WireOutput.prefix(out, start, guessed, p);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Object read(int found, @Nullable Object held, byte[] a, long span, int end, int depth) throws Throwable {
        int p = WireInput.start(span);
        int stop = WireInput.end(span);
        if (found == otherTag) {
            Collection<Object> all = held == null ? elements.empty(1) : (Collection<Object>) held;
            elements.add(all, element.read(a, p, stop, depth));
            return all;
        }
        Collection<Object> all =
                held == null ? elements.empty(WireInput.countPacked(a, p, stop, width)) : (Collection<Object>) held;
        while (p < stop) {
            int next = WireInput.end(WireInput.span(a, p, stop, otherTag));
            elements.add(all, element.read(a, p, next, depth));
            p = next;
        }
        return all;
    }

    @Override
    public Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) {
        return elements.finished(held);
    }
}
