package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/** A nested message: its length, then its body. */
record MessageValue(MessageCodec body, LengthGuess guess) implements ValueCodec {

    /**
     * The number of bytes that the last length took. The next length usually takes as many, so the body can be
     * written where it stays. Threads may overwrite each other's guesses: a wrong guess costs one move of the body.
     */
    static final class LengthGuess {
        private int bytes = 1;
    }

    MessageValue(MessageCodec body) {
        this(body, new LengthGuess());
    }

    @Override
    public int wireType() {
        return WireInput.LENGTH_DELIMITED;
    }

    @Override
    public int write(Object value, MessageOutput out, int p, int depth) throws Throwable {
        if (depth >= WireInput.MAX_DEPTH) {
            throw new UnwritableValueException("messages nested " + (depth + 1) + " deep, the innermost a "
                    + value.getClass().getSimpleName() + " (expected: 0.." + WireInput.MAX_DEPTH + ")");
        }
        int guessed = guess.bytes;
        int bodyEnd = body.write(value, out, p + guessed, depth + 1);
        int end = WireOutput.prefix(out, p, guessed, bodyEnd);
        if (end != bodyEnd) {
            guess.bytes = guessed + end - bodyEnd;
        }
        return end;
    }

    @Override
    public @Nullable Object read(byte[] a, int start, int end, int depth) throws Throwable {
        WireInput.checkDepth(start, depth + 1);
        return body.read(a, start, end, depth + 1);
    }

    @Override
    public @Nullable Object absent() throws Throwable {
        return body.read(new byte[0], 0, 0, 0);
    }
}
