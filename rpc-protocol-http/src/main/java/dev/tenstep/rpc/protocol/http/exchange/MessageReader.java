package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.Assembly;
import org.jspecify.annotations.Nullable;

/**
 * Splits a body into messages in the envelopes of gRPC and Connect, wherever it is cut. A message that lies whole in one part is lent in place.
 *
 * <pre>
 *  compressed u8 (0 or 1) | length u32 | message
 * </pre>
 *
 * <p>Event loop only.
 */
public final class MessageReader {
    /** The bytes before a message. */
    public static final int PREFIX = 5;

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
    }

    private final Sink sink;
    private final MemoryBudget.Share memory;
    private final int maxMessage;
    private final byte[] prefix = new byte[PREFIX];
    private int prefixLength;
    private @Nullable Assembly message;
    private boolean closed;

    MessageReader(Sink sink, MemoryBudget.Share memory, int maxMessage) {
        this.sink = sink;
        this.memory = memory;
        this.maxMessage = maxMessage;
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

    /** Returns whether a message is incomplete. */
    boolean inMessage() {
        return prefixLength > 0 || message != null;
    }

    /** Returns the incomplete message; null if none has begun. */
    @Nullable
    Assembly partial() {
        return message;
    }

    /**
     * Reads a part of the body.
     *
     * @throws RpcException if a message is malformed, too long, or finds no room
     */
    void read(byte[] array, int from, int end) {
        int at = from;
        while (at < end && !closed) {
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
                sink.message(array, start, start + length, array[from] == 1);
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
                sink.message(prefix, PREFIX, PREFIX, prefix[0] == 1);
            } else {
                message = new Assembly(length);
                sink.begins(length);
            }
        }
        return from + n;
    }

    private int checked(byte[] array, int from) {
        int flag = array[from];
        if (flag != 0 && flag != 1) {
            throw new RpcException(StatusCode.INTERNAL, "a message with flag " + (flag & 0xff) + " (expected: 0 or 1)");
        }
        long length = length(array, from + 1);
        if (length > maxMessage) {
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
            boolean compressed = prefix[0] == 1;
            message = null;
            prefixLength = 0;
            try {
                sink.message(to.exact(), compressed);
            } finally {
                memory.held().add(-to.held());
            }
        }
        return from + n;
    }

    /** Drops an incomplete message, and reads nothing more. */
    void close() {
        closed = true;
        Assembly partial = message;
        if (partial != null) {
            message = null;
            memory.held().add(-partial.held());
        }
        prefixLength = 0;
    }
}
