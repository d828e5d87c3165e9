package dev.tenstep.rpc.transport.netty.tenstep;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Notices whether the peer takes some of what the network had no room for: so one that is slow is told from one that is gone.
 * What there was room for says nothing of the peer. Event loop only.
 */
final class Outflow {
    private final Channel channel;
    private long unwritten;
    private long begun;
    private long movedNanos = System.nanoTime();

    Outflow(Channel channel) {
        this.channel = channel;
    }

    /** When it was last seen to, by {@link System#nanoTime()}; to be asked again and again. */
    long movedNanos() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long waits = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long progress = buffer == null ? 0 : buffer.currentProgress();
        if (waits < unwritten || progress != begun) {
            movedNanos = System.nanoTime();
        }
        unwritten = waits;
        begun = progress;
        return movedNanos;
    }
}
