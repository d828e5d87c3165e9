package dev.tenstep.rpc.serialization.protobuf;

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
     * Adds the part between two positions, in a message of that depth. A part must consist of whole
     * fields, so that no two parts form a field that neither of them has.
     */
    void add(byte[] a, long span, int depth) throws MalformedMessageException {
        int start = WireInput.start(span);
        int end = WireInput.end(span);
        int p = start;
        for (int tag = WireInput.tag(a, p, end); tag != WireInput.END; tag = WireInput.tag(a, p, end)) {
            p = WireInput.skip(a, WireInput.after(a, p), end, tag, depth + 1);
        }
        int count = end - start;
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
        System.arraycopy(a, start, bytes, length, count);
        length += count;
    }

    /** Reads the whole, in a message of that depth. */
    @Nullable
    Object read(MessageValue codec, int depth) throws Throwable {
        return codec.read(bytes, 0, length, depth);
    }
}
