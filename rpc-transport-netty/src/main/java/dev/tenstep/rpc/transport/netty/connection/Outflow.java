package dev.tenstep.rpc.transport.netty.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * Detects whether the peer reads bytes that the network had no room for, which tells a slow peer from a dead one. Bytes
 * that fit into the network's buffers prove nothing. Event loop only.
 */
public final class Outflow {
    private final Channel channel;
    private long unwritten;
    private long progressBefore;
    private long movedNanos = System.nanoTime();

    Outflow(Channel channel) {
        this.channel = channel;
    }

    /** Returns when the peer was last seen to read, by {@link System#nanoTime()}; must be polled. */
    public long movedNanos() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        long waiting = buffer == null ? 0 : buffer.totalPendingWriteBytes();
        long progress = buffer == null ? 0 : buffer.currentProgress();
        if (waiting < unwritten || progress != progressBefore) {
            movedNanos = System.nanoTime();
        }
        unwritten = waiting;
        progressBefore = progress;
        return movedNanos;
    }
}
