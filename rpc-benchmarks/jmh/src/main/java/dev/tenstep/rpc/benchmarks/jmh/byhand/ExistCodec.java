package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The parameters of {@code exist}: a name. */
public final class ExistCodec implements Codec {
    private static final int NAME = 1 << 3 | 2;

    /** Makes one. */
    public ExistCodec() {}

    @Override
    public void encode(@Nullable Object value, MessageOutput out) throws IOException {
        out.position(Text.write(NAME, (String) value, out, out.position()));
        out.checkLimit();
    }

    @Override
    public @Nullable Object decode(MessageInput in) throws IOException {
        byte[] a = in.array();
        int p = in.position();
        int end = in.end();
        String name = null;
        if (p < end && a[p] == NAME) {
            long span = Reading.span(a, p + 1, end);
            name = Text.read(a, span);
            p = Reading.end(span);
        }
        if (p < end) {
            name = rest(name, new Fields(a, p, end, 0));
        }
        in.position(end);
        return name;
    }

    private static @Nullable String rest(@Nullable String soFar, Fields in) throws IOException {
        String name = soFar;
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            if (tag == NAME) {
                name = in.text();
            } else {
                in.skip(tag);
            }
        }
        return name;
    }
}
