package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageInput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A nested message that came in several parts. Protobuf merges them: the concatenated bytes of the parts are the
 * whole. Each part is copied once, so that the cost of a message depends on its bytes, however it is split.
 */
final class Parts {
    private byte[] bytes = new byte[64];
    private int length;

    /**
     * Adds the part that ends at the input's position, in a message of that depth. A part must consist of whole
     * fields, so that no two parts form a field that neither of them has.
     */
    void add(MessageInput in, int count, int depth) throws MalformedMessageException {
        int end = in.position();
        in.position(end - count);
        for (int tag = WireInput.tag(in, end); tag != WireInput.END; tag = WireInput.tag(in, end)) {
            WireInput.skip(in, end, tag, depth + 1);
        }
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(in.array(), in.position() - count, bytes, length, count);
        length += count;
    }

    /** Reads the whole, in a message of that depth. */
    @Nullable
    Object read(MessageValue codec, int depth) throws Throwable {
        MessageInput whole = new MessageInput();
        whole.reset(bytes, 0, length);
        return codec.readBody(whole, length, depth);
    }
}
