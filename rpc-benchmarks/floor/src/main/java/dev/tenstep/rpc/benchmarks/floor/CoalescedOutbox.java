package dev.tenstep.rpc.benchmarks.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One buffer and one write per message, but one flush per burst. The event loop's own messages are flushed when a
 * burst has been read. Those of other threads go through a queue, which wakes the loop once for all of them.
 */
final class CoalescedOutbox implements Outbox {
    private final Channel channel;
    private final Queue<ByteBuf> fromThreads = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private boolean unflushed; // touched in the event loop only

    CoalescedOutbox(Channel channel) {
        this.channel = channel;
    }

    @Override
    public void send(int call, int code, byte[] body) {
        ByteBuf frame = channel.alloc().directBuffer(Frames.HEADER_BYTES + body.length);
        Frames.write(frame, call, code, body);
        if (channel.eventLoop().inEventLoop()) {
            var unused = channel.write(frame, channel.voidPromise());
            unflushed = true;
        } else {
            fromThreads.add(frame);
            if (woken.compareAndSet(false, true)) {
                channel.eventLoop().execute(this::drain);
            }
        }
    }

    private void drain() {
        woken.set(false); // before the queue is drained: later frames wake the loop again
        for (@Nullable ByteBuf frame = fromThreads.poll(); frame != null; frame = fromThreads.poll()) {
            var unused = channel.write(frame, channel.voidPromise());
        }
        channel.flush();
        unflushed = false;
    }

    @Override
    public void burstRead() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }
}
