package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.Assembly;
import org.jspecify.annotations.Nullable;

/**
 * Splits a body into messages in the envelopes of gRPC and Connect, wherever it is cut. A message that lies whole in one part
 * is lent in place. Connect's responses end with a message that is the outcome of the call; nothing may follow it.
 *
 * <pre>
 *  flags u8 (1 compressed, 2 the outcome) | length u32 | message
 * </pre>
 *
 * <p>Event loop only.
 */
public final class MessageReader implements BodyReader {
    /** The bytes before a message. */
    public static final int PREFIX = 5;

    private static final int COMPRESSED = 1;
    private static final int OUTCOME = 2;

    /** Takes messages. */
    interface Sink {
        /** Returns the failure of a call with a message of that length, which is too long. */
        RpcException tooLong(long length);

        /** Notes that a message begins that does not lie whole in one part. */
        void begins(int length);

        /** Takes a message. The array is lent for the call. */
        void message(byte[] array, int from, int end, boolean compressed);

        /** Takes a message in an array of its own, which is counted as held until the call returns. */
        void message(byte[] message, boolean compressed);

        /** Notes that the outcome begins, and that it does not lie whole in one part. */
        default void outcomeBegins(int length) {}

        /** Takes the outcome, behind all messages. The array is lent for the call. */
        default void outcome(byte[] array, int from, int end, boolean compressed) {
            throw new IllegalStateException("an outcome in a body that has none");
        }

        /** Notes that the body has ended. {@code cutShort} if its last message is incomplete. */
        default void ended(boolean cutShort) {}
    }

    private final Sink sink;
    private final MemoryBudget.Share memory;
    private final int maxMessage;
    /** The most bytes of an outcome; 0 if the body has none. */
    private final int maxOutcome;

    private final byte[] prefix = new byte[PREFIX];
    private int prefixLength;
    private @Nullable Assembly message;
    private boolean outcomeRead;
    private boolean closed;

    /** Makes that of a body of messages alone. */
    MessageReader(Sink sink, MemoryBudget.Share memory, int maxMessage) {
        this(sink, memory, maxMessage, 0);
    }

    /**
     * Makes that of a body.
     *
     * @param maxOutcome the most bytes of the outcome that ends it; 0 if none does
     */
    MessageReader(Sink sink, MemoryBudget.Share memory, int maxMessage, int maxOutcome) {
        this.sink = sink;
        this.memory = memory;
        this.maxMessage = maxMessage;
        this.maxOutcome = maxOutcome;
    }

    /** Returns the length of the message that lies there whole and alone; -1 if none does. */
    static int alone(byte[] array, int from, int end) {
        return end - from >= PREFIX && length(array, from + 1) == end - from - PREFIX ? end - from - PREFIX : -1;
    }

    private static long length(byte[] a, int at) {
        return (a[at] & 0xffL) << 24 | (a[at + 1] & 0xff) << 16 | (a[at + 2] & 0xff) << 8 | (a[at + 3] & 0xff);
    }

    /** Puts what precedes a message at the beginning of the array. */
    static void putPrefix(byte[] array, boolean compressed, int length) {
        array[0] = (byte) (compressed ? 1 : 0);
        array[1] = (byte) (length >>> 24);
        array[2] = (byte) (length >>> 16);
        array[3] = (byte) (length >>> 8);
        array[4] = (byte) length;
    }

    @Override
    public boolean inMessage() {
        return prefixLength > 0 || message != null;
    }

    /** Returns the incomplete message; null if none has begun. */
    @Nullable
    Assembly partial() {
        return message;
    }

    @Override
    public void read(byte[] array, int from, int end) {
        int at = from;
        while (at < end && !closed) {
            if (outcomeRead) {
                throw new RpcException(
                        StatusCode.INTERNAL,
                        (end - at) + " bytes or more after the end of the stream (expected: none)");
            }
            if (message == null) {
                at = begin(array, at, end);
            } else {
                at = append(message, array, at, end);
            }
        }
    }

    private int begin(byte[] array, int from, int end) {
        if (prefixLength == 0 && end - from >= PREFIX) {
            int length = checked(array, from);
            int start = from + PREFIX;
            if (length <= end - start) {
                lend(array[from], array, start, start + length);
                return start + length;
            }
        }
        int n = Math.min(PREFIX - prefixLength, end - from);
        System.arraycopy(array, from, prefix, prefixLength, n);
        prefixLength += n;
        if (prefixLength == PREFIX) {
            int length = checked(prefix, 0);
            if (length == 0) {
                prefixLength = 0;
                lend(prefix[0], prefix, PREFIX, PREFIX);
            } else {
                message = new Assembly(length);
                if ((prefix[0] & OUTCOME) == 0) {
                    sink.begins(length);
                } else {
                    sink.outcomeBegins(length);
                }
            }
        }
        return from + n;
    }

    private void lend(int flags, byte[] array, int from, int end) {
        boolean compressed = (flags & COMPRESSED) != 0;
        if ((flags & OUTCOME) == 0) {
            sink.message(array, from, end, compressed);
        } else {
            outcomeRead = true;
            sink.outcome(array, from, end, compressed);
        }
    }

    private int checked(byte[] array, int from) {
        int flags = array[from];
        int known = maxOutcome == 0 ? COMPRESSED : COMPRESSED | OUTCOME;
        if ((flags & ~known) != 0) {
            throw new RpcException(
                    StatusCode.INTERNAL,
                    "a message with flag " + (flags & 0xff) + " (expected: 0 " + (known == 1 ? "or 1)" : "to 3)"));
        }
        long length = length(array, from + 1);
        if ((flags & OUTCOME) != 0 && length > maxOutcome) {
            throw new RpcException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the end of the stream is " + length + " bytes (expected: at most " + maxOutcome + ")");
        }
        if ((flags & OUTCOME) == 0 && length > maxMessage) {
            throw sink.tooLong(length);
        }
        return (int) length;
    }

    private int append(Assembly to, byte[] array, int from, int end) {
        int n = Math.min(to.missing(), end - from);
        if (!memory.take(to.growth(n))) {
            throw memory.failure("a message of " + to.total() + " bytes");
        }
        if (to.add(array, from, from + n)) {
            int flags = prefix[0];
            message = null;
            prefixLength = 0;
            try {
                byte[] whole = to.exact();
                if ((flags & OUTCOME) == 0) {
                    sink.message(whole, (flags & COMPRESSED) != 0);
                } else {
                    lend(flags, whole, 0, whole.length);
                }
            } finally {
                memory.held().add(-to.held());
            }
        }
        return from + n;
    }

    @Override
    public void ended() {
        sink.ended(inMessage());
    }

    @Override
    public void close() {
        closed = true;
        Assembly partial = message;
        if (partial != null) {
            message = null;
            memory.held().add(-partial.held());
        }
        prefixLength = 0;
    }
}
