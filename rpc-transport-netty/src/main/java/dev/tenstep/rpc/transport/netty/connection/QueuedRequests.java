package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encoded requests that the peer's limits hold back, in order. Event loop only, except for {@link #bytes}. */
final class QueuedRequests {
    private final ArrayDeque<Queued> queue = new ArrayDeque<>();
    private volatile long bytes;

    /** A call and its request. */
    record Queued(Call call, ReplyTo replyTo, byte[] frame) {}

    /** Returns whether nothing is queued. */
    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Returns the bytes of all requests; any thread. */
    long bytes() {
        return bytes;
    }

    /** Adds a request. */
    void add(Call call, ReplyTo replyTo, byte[] frame) {
        queue.add(new Queued(call, replyTo, frame));
        grow(frame.length);
    }

    /** Returns the first request; null if there is none. */
    @Nullable
    Queued peek() {
        return queue.peek();
    }

    /** Removes and returns the first request; null if there is none. */
    @Nullable
    Queued poll() {
        Queued first = queue.poll();
        if (first != null) {
            grow(-first.frame.length);
        }
        return first;
    }

    /**
     * Removes the calls that nobody waits for or whose deadline has passed, and fails them; keeps watching the rest.
     */
    void expire(long now, DeadlineSweep sweep) {
        List<Queued> over = Deadlines.takeOut(queue, Queued::call, now, sweep);
        over.forEach(queued -> grow(-queued.frame.length));
        // A caller may make another call when it is notified.
        over.forEach(queued -> Deadlines.tell(queued.call, queued.replyTo));
    }

    private void grow(int by) {
        long now = bytes + by;
        bytes = now;
    }
}
