package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.transport.netty.DeadlineSweep;
import dev.tenstep.rpc.transport.netty.Deadlines;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encoded requests that the peer's limits keep back, in order. Event loop only, but for {@link #bytes}. */
final class QueuedRequests {
    private final ArrayDeque<Held> queue = new ArrayDeque<>();
    private volatile long bytes;

    record Held(Call call, ReplyTo replyTo, byte[] frame) {}

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The bytes of all of them; any thread. */
    long bytes() {
        return bytes;
    }

    void add(Call call, ReplyTo replyTo, byte[] frame) {
        queue.add(new Held(call, replyTo, frame));
        grow(frame.length);
    }

    @Nullable
    Held peek() {
        return queue.peek();
    }

    @Nullable
    Held poll() {
        Held first = queue.poll();
        if (first != null) {
            grow(-first.frame.length);
        }
        return first;
    }

    /** Takes out those that nobody waits for any more, and ends those whose deadline has passed; the others are watched on. */
    void expire(long now, DeadlineSweep sweep) {
        List<Held> over = Deadlines.takeOut(queue, Held::call, now, sweep);
        over.forEach(held -> grow(-held.frame.length));
        // Whoever hears of the end of a call may make another one.
        over.forEach(held -> Deadlines.tell(held.call, held.replyTo));
    }

    private void grow(int by) {
        long now = bytes + by;
        bytes = now;
    }
}
