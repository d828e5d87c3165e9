package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds a collection or an array of boxed numbers or enums. It is written packed, as one tag, one length
 * and the numbers, and read packed and unpacked. A template like {@link ObjectTemplate}.
 */
final class PackedTemplate implements FieldCodec {

    /**
     * The data that the template is filled with.
     *
     * @param getter {@code (Object)Object}
     * @param width how many bytes each number takes if all take the same, otherwise 0
     */
    record Plan(int number, MethodHandle getter, ValueCodec element, int width, Elements elements) {}

    private static final Plan PLAN = ClassData.of(MethodHandles.lookup(), Plan.class);
    private static final int TAG = PLAN.number() << 3 | WireInput.LENGTH_DELIMITED;
    private static final int UNPACKED = PLAN.number() << 3 | PLAN.element().wireType();
    private static final MethodHandle GETTER = PLAN.getter();
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
    public int write(Object holder, MessageOutput out, int p, int depth) throws Throwable {
        Object value = (Object) GETTER.invokeExact(holder);
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
    public Object read(int tag, @Nullable Object held, MessageInput in, int end, int depth) throws Throwable {
        if (tag == UNPACKED) {
            Collection<Object> all = held == null ? ELEMENTS.empty(1) : (Collection<Object>) held;
            readOne(all, in, end, depth);
            return all;
        }
        int length = WireInput.pass(in, end);
        int behind = in.position();
        in.position(behind - length);
        Collection<Object> all = held == null
                ? ELEMENTS.empty(WireInput.countPacked(in, behind, PLAN.width()))
                : (Collection<Object>) held;
        while (in.position() < behind) {
            readOne(all, in, behind, depth);
        }
        return all;
    }

    private static void readOne(Collection<Object> all, MessageInput in, int end, int depth) throws Throwable {
        Object value = ELEMENT.read(in, end, depth);
        if (value == null) {
            throw ELEMENTS.isEmpty(all.size());
        }
        ELEMENTS.add(all, value);
    }

    @Override
    public Object finish(long bits, @Nullable Object held, MessageInput in, int start, int end, int depth) {
        return ELEMENTS.finished(held);
    }
}
