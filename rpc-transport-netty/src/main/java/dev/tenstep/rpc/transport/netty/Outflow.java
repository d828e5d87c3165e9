package dev.tenstep.rpc.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Notices whether the peer takes some of what waits to be written: so one that is slow is told from one that is gone. Event loop
 * only.
 */
final class Outflow {
    private final Channel channel;
    private final Outbox outbox;
    private long unwritten;
    private long begun;
    private long movedNanos = System.nanoTime();

    Outflow(Channel channel, Outbox outbox) {
        this.channel = channel;
        this.outbox = outbox;
    }

    /** When it was last seen to, by {@link System#nanoTime()}; to be asked again and again. */
    long movedNanos() {
        long waits = outbox.unwritten();
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long progress = buffer == null ? 0 : buffer.currentProgress();
        if (waits < unwritten || progress != begun) {
            movedNanos = System.nanoTime();
        }
        unwritten = waits;
        begun = progress;
        return movedNanos;
    }
}
