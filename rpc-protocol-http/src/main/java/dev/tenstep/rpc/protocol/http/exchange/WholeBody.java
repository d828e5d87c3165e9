package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.Arrays;

/** Keeps a body as a whole, in an array that grows with what has arrived and is counted as held. Event loop only. */
final class WholeBody implements BodyReader {
    private static final byte[] NOTHING = {};
    /** The most times that the array may be as long as what has arrived. */
    private static final int AHEAD = 4;

    /** Takes a body. */
    interface Sink {
        /** Returns the failure of a call with a body of so many bytes or more, which is too long. */
        RpcException tooLong(long length);

        /** Takes the body. The array is lent for the call. */
        void whole(byte[] array, int from, int end);
    }

    private final Sink sink;
    private final MemoryBudget.Share memory;
    private final int most;
    private byte[] body = NOTHING;
    private int length;
    private boolean closed;

    /**
     * Makes an empty one.
     *
     * @param most the bytes that it may have
     */
    WholeBody(Sink sink, MemoryBudget.Share memory, int most) {
        this.sink = sink;
        this.memory = memory;
        this.most = most;
    }

    /** Returns whether nothing has arrived. */
    boolean isEmpty() {
        return length == 0;
    }

    /** Takes the last part, and passes on the whole body; in place if there was nothing before. */
    void last(byte[] array, int from, int end) {
        if (length == 0 && !closed) {
            limit((long) end - from);
            sink.whole(array, from, end);
        } else {
            read(array, from, end);
            ended();
        }
    }

    @Override
    public void read(byte[] array, int from, int end) {
        if (closed) {
            return;
        }
        int n = end - from;
        long all = (long) length + n;
        limit(all);
        if (all > body.length) {
            int capacity = (int) Math.min(most, AHEAD * all);
            if (!memory.take(capacity - body.length)) {
                throw memory.failure("a message of " + all + " bytes or more");
            }
            body = Arrays.copyOf(body, capacity);
        }
        System.arraycopy(array, from, body, length, n);
        length += n;
    }

    private void limit(long bytes) {
        if (bytes > most) {
            throw sink.tooLong(bytes);
        }
    }

    @Override
    public boolean inMessage() {
        return false;
    }

    @Override
    public void ended() {
        if (!closed) {
            try {
                sink.whole(body, 0, length);
            } finally {
                close();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        memory.held().add(-body.length);
        body = NOTHING;
        length = 0;
    }
}
