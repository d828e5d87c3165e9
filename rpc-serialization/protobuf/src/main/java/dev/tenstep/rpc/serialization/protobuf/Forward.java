package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/** A stand-in for the codec of a type that is still being planned and refers to itself. */
final class Forward implements MessageCodec {
    private @Nullable MessageCodec target;

    /** Sets the codec. Called once, before any value is written or read. */
    void to(MessageCodec codec) {
        target = codec;
    }

    private MessageCodec target() {
        if (target == null) {
            throw new IllegalStateException("not planned yet");
        }
        return target;
    }

    @Override
    public int write(Object value, MessageOutput out, int p, int depth) throws Throwable {
        return target().write(value, out, p, depth);
    }

    @Override
    public @Nullable Object read(byte[] a, int start, int end, int depth) throws Throwable {
        return target().read(a, start, end, depth);
    }
}
