package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds one nested message, or null, or one in an Optional. If the message comes in several parts, they
 * are merged ({@link Parts}). So a nested message is only noted when it is met, and read when the enclosing message
 * ends. Reading the first part at once and then everything again would double the work at each level.
 *
 * @param optional what holds it; null if nothing does
 */
record MessageField(int tag, MessageValue codec, OptionalModel.@Nullable Form optional) implements FieldCodec {

    /** The place of a message of which a second part was found. No span is negative, and none is 0. */
    private static final long SEVERAL = -1;

    @Override
    public int write(@Nullable Object value, MessageOutput out, int p, int depth) throws Throwable {
        Object held = optional == null || value == null ? value : optional.take(value);
        return ValueField.write(held, codec, tag, out, p, depth);
    }

    @Override
    public Object read(int t, @Nullable Object held, byte[] a, long span, int end, int depth) {
        return note(held == null ? 0 : (long) held, span);
    }

    /** Notes the place of a part: the result for the part before it, 0 if it is the first. */
    static long note(long before, long span) {
        return before == 0 ? span : SEVERAL;
    }

    @Override
    public @Nullable Object finish(@Nullable Object held, byte[] a, int start, int end, int depth) throws Throwable {
        return finish(held == null ? 0 : (long) held, a, start, end, depth);
    }

    /** Reads the message whose place was noted. */
    @Nullable
    Object finish(long noted, byte[] a, int start, int end, int depth) throws Throwable {
        Object value = noted == 0
                ? null
                : noted == SEVERAL
                        ? readParts(a, start, end, depth)
                        : codec.read(a, WireInput.start(noted), WireInput.end(noted), depth);
        return optional == null ? value : optional.make(value);
    }

    private @Nullable Object readParts(byte[] a, int start, int end, int depth) throws Throwable {
        Parts parts = new Parts();
        int p = start;
        for (int next = WireInput.tag(a, p, end); next != WireInput.END; next = WireInput.tag(a, p, end)) {
            p = WireInput.after(a, p);
            if (next == tag) {
                long span = WireInput.span(a, p, end, next);
                parts.add(a, span, depth);
                p = WireInput.end(span);
            } else {
                p = WireInput.skip(a, p, end, next, depth);
            }
        }
        return parts.read(codec, depth);
    }
}
