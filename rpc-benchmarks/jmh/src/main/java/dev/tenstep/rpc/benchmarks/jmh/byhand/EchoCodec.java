package dev.tenstep.rpc.benchmarks.jmh.byhand;

import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The parameters of {@code echo}: a user. */
public final class EchoCodec implements Codec {
    private static final int USER = 1 << 3 | 2;

    /** Makes one. */
    public EchoCodec() {}

    @Override
    public void encode(@Nullable Object value, MessageOutput out) throws IOException {
        if (value == null) {
            return;
        }
        int p = out.position();
        Writing.room(out, p, 0, 0)[p] = USER;
        out.position(Users.writeWithLength((User) value, out, p + 1));
        out.checkLimit();
    }

    @Override
    public @Nullable Object decode(MessageInput in) throws IOException {
        byte[] a = in.array();
        int p = in.position();
        int end = in.end();
        User user = null;
        if (p < end && a[p] == USER) {
            long span = Reading.span(a, p + 1, end);
            user = Users.read(a, Reading.start(span), Reading.end(span));
            p = Reading.end(span);
        }
        if (p < end) {
            user = rest(user, a, new Fields(a, p, end, 0));
        }
        in.position(end);
        return user;
    }

    private static @Nullable User rest(@Nullable User soFar, byte[] a, Fields in) throws IOException {
        User user = soFar;
        for (int tag = in.tag(); tag != Fields.END; tag = in.tag()) {
            if (tag == USER) {
                long span = in.span();
                user = Users.read(a, Reading.start(span), Reading.end(span));
            } else {
                in.skip(tag);
            }
        }
        return user;
    }
}
