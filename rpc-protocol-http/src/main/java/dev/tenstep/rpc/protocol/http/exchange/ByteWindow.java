package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.protocol.http.stream.HttpStream;
import dev.tenstep.rpc.stream.CreditSink;
import dev.tenstep.rpc.stream.StreamWindow;
import dev.tenstep.rpc.transport.netty.connection.WindowBudget;

/**
 * The window of a stream of HTTP/2 as its receiver gives it back: by the bytes of the messages that were consumed and of
 * what precedes each. The window itself is enforced where frames are read. It grows once the stream is moving, to what the
 * path is measured to need, or the stream's fair share of the connection's budget. A message longer than the window gets what is
 * {@link #beyond} it in advance, since it is consumed only when it is complete.
 *
 * <p>Threads: as in {@link StreamWindow}.
 */
final class ByteWindow implements StreamWindow {
    private final HttpStream stream;
    private final WindowBudget budget;
    private final int first;
    private int size;
    private int taken;
    private boolean moving;

    /** Makes that of a new stream. */
    ByteWindow(HttpStream stream) {
        this.stream = stream;
        this.budget = stream.connection().streamBudget();
        this.first = stream.firstWindow();
        this.size = first;
    }

    /** Takes what the stream gets before it moves, because the path is long. Returns its bytes. */
    int ahead() {
        if (stream.movingWindow() == HttpStream.MOVING_WINDOW || !budget.plenty()) {
            return 0;
        }
        int more = budget.take((int) Math.min(stream.movingWindow() - size, budget.left() / 4));
        size += more;
        return more;
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
        // Of a half that is not told yet, a sender that is far away would notice.
        if (taken < size / 4) {
            return;
        }
        adapt();
        if (taken > 0) {
            sink.grant(0, taken);
            taken = 0;
        }
    }

    /** Takes what the path needs and others leave, or gives back what is more than that. */
    private void adapt() {
        if (!moving) {
            moving = true;
            budget.count(1);
        }
        int wanted = (int) Math.max(first, Math.min(stream.movingWindow(), budget.share()));
        int more = wanted > size ? budget.take(wanted - size) : -Math.min(size - wanted, taken);
        if (more < 0) {
            budget.give(-more);
        }
        size += more;
        taken += more;
    }

    @Override
    public void close() {
        budget.give(size - first);
        size = first;
        if (moving) {
            moving = false;
            budget.count(-1);
        }
    }
}
