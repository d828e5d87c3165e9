package dev.tenstep.rpc.protocol.http.grpc;

import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.StreamWindow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The window of a stream of HTTP/2 as its receiver gives it back: by the bytes of the messages that were consumed and of
 * what precedes each. The window itself is enforced where frames are read. It grows once the stream is moving, as long as
 * the connection's budget allows it. A message longer than the window gets what is {@link #beyond} it in advance, since it is
 * consumed only when it is complete.
 *
 * <p>Threads: as in {@link StreamWindow}.
 */
final class ByteWindow implements StreamWindow {
    /** The window of a moving stream, in bytes. */
    private static final int MOST = 1 << 20;

    private final AtomicLong budget;
    private final int first;
    private int size;
    private int taken;

    /**
     * Makes that of a new stream.
     *
     * @param first the bytes that the stream starts with
     * @param budget the bytes that the connection's streams share beyond those
     */
    ByteWindow(int first, AtomicLong budget) {
        this.first = first;
        this.size = first;
        this.budget = budget;
    }

    /**
     * Returns the bytes that a message takes beyond what is left of a window when everything before it was consumed: of up to
     * half of the window, the sender has not been told yet.
     */
    static int beyond(int window, int length) {
        return Math.max(0, length + MessageReader.PREFIX - window / 2);
    }

    @Override
    public boolean open() {
        return true;
    }

    @Override
    public boolean take(int length) {
        return true;
    }

    @Override
    public void taken(int length, CreditSink sink) {
        taken += length + MessageReader.PREFIX - beyond(first, length);
        if (taken >= size / 2) {
            grow();
            sink.grant(0, taken);
            taken = 0;
        }
    }

    private void grow() {
        int more = MOST - size;
        if (more > 0 && budget.addAndGet(-more) >= 0) {
            size = MOST;
            taken += more;
        } else if (more > 0) {
            budget.addAndGet(more);
        }
    }

    @Override
    public void close() {
        budget.addAndGet(size - first);
        size = first;
    }
}
