package dev.tenstep.rpc.serialization.protobuf.json.value;

import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;

/** The limit of how deep messages lie in each other, the same as in the binary form. */
public final class Depth {
    /** The maximum. */
    public static final int MOST = 100;

    private Depth() {}

    /** Refuses a value that would be written too deep. */
    public static void checkWritten(int depth, Object value) throws UnwritableValueException {
        if (depth > MOST) {
            throw new UnwritableValueException("messages nested " + depth + " deep, the innermost a "
                    + value.getClass().getSimpleName() + " (expected: 0.." + MOST + ")");
        }
    }

    /** Refuses a message that lies too deep. */
    public static void checkRead(int depth) throws MalformedMessageException {
        if (depth > MOST) {
            throw new MalformedMessageException("messages nested " + depth + " deep (expected: 0.." + MOST + ")");
        }
    }
}
