package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.contract.OptionalModel;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A field that holds one nested message, or null, or one in an Optional. If the message comes in several parts, they
 * are merged ({@link Parts}). So a nested message is only noted when it is met, and read when the enclosing message
 * ends. Reading the first part at once and then everything again would double the work at each level.
 *
 * @param getter {@code (Object)Object}
 * @param optional what holds it; null if nothing does
 */
record MessageField(int tag, MethodHandle getter, MessageValue codec, OptionalModel.@Nullable Form optional)
        implements FieldCodec {

    /** The place of a message of which a second part was found. */
    private static final long SEVERAL = -1;

    @Override
    public boolean inBits() {
        return true;
    }

    @Override
    public int write(Object holder, MessageOutput out, int p, int depth) throws Throwable {
        Object value = (Object) getter.invokeExact(holder);
        if (optional != null && value != null) {
            value = optional.take(value);
        }
        if (value == null) {
            return p;
        }
        return codec.write(value, out, WireOutput.tag(out.array(), p, tag), depth);
    }

    /** Notes the message's place: its start in the high half, its end in the low half. The start is never 0. */
    @Override
    public long readBits(long bits, MessageInput in, int end) throws Throwable {
        int length = WireInput.pass(in, end);
        int behind = in.position();
        return bits == 0 ? (long) (behind - length) << 32 | behind : SEVERAL;
    }

    @Override
    public @Nullable Object finish(long bits, @Nullable Object held, MessageInput in, int start, int end, int depth)
            throws Throwable {
        Object value = null;
        if (bits == SEVERAL) {
            value = readParts(in, start, end, depth);
        } else if (bits != 0) {
            in.position((int) (bits >>> 32));
            value = codec.readBody(in, (int) bits, depth);
        }
        return optional == null ? value : optional.make(value);
    }

    private @Nullable Object readParts(MessageInput in, int start, int end, int depth) throws Throwable {
        Parts parts = new Parts();
        in.position(start);
        for (int next = WireInput.tag(in, end); next != WireInput.END; next = WireInput.tag(in, end)) {
            if (next == tag) {
                parts.add(in, WireInput.pass(in, end), depth);
            } else {
                WireInput.skip(in, end, next, depth);
            }
        }
        return parts.read(codec, depth);
    }
}
