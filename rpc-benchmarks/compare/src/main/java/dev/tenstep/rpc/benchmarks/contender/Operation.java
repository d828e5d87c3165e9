package dev.tenstep.rpc.benchmarks.contender;

import java.util.Locale;

/**
 * The operation that is called. The sizes are those of the messages as protobuf, in bytes and without framing. The
 * raw floors, which have no codec, send as many.
 */
public enum Operation {
    /** {@code exist(String) -> boolean}: next to nothing to encode. */
    EXIST(13, 2),
    /** {@code echo(User) -> User}: twelve fields each way. */
    ECHO(184, 184),
    /** {@code page(int) -> Page}: a small request, and fifteen users in the reply. */
    PAGE(2, 2814);

    private final int requestBytes;
    private final int replyBytes;

    Operation(int requestBytes, int replyBytes) {
        this.requestBytes = requestBytes;
        this.replyBytes = replyBytes;
    }

    public int requestBytes() {
        return requestBytes;
    }

    public int replyBytes() {
        return replyBytes;
    }

    /** Returns the name on the command line and in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
