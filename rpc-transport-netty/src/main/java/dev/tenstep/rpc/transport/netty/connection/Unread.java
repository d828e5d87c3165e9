package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * The bytes that were written to a channel and that the network has not taken, counted as held for the peer. Some of
 * them are answers to requests that cost a peer next to nothing. Event loop only, except for {@link #bytes()}.
 */
final class Unread {
    /** The most bytes of answers to pings and refused requests that may be unread. */
    private static final int MOST_ANSWERS = 8 << 10;

    private final Channel channel;
    private final MemoryBudget.Tally held;
    private final Runnable changed;
    private volatile long bytes;
    private int answers;
    private boolean watched;
    private boolean closed;

    /** Makes a counter; {@code changed} is notified when the peer has read. */
    Unread(Channel channel, MemoryBudget.Tally held, Runnable changed) {
        this.channel = channel;
        this.held = held;
        this.changed = changed;
    }

    /** Returns the last count; any thread. */
    long bytes() {
        return bytes;
    }

    /** Updates the count, after a write. */
    void count() {
        long now = closed ? 0 : pending();
        long counted = bytes;
        if (now != counted) {
            bytes = now;
            held.add(now - counted);
        }
        if (now == 0) {
            answers = 0;
        } else if (now >= MemoryBudget.GRAIN && !watched) {
            watched = true;
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
                watched = false;
                count();
                changed.run();
            });
        }
    }

    /** Stops counting: the channel is closed, and drops its bytes. */
    void close() {
        closed = true;
        count();
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** Counts a cheap answer; returns whether too many of them are unread. */
    boolean answered(int length) {
        answers += length;
        return tooManyAnswers();
    }

    /** Returns whether too many answers are unread. */
    boolean tooManyAnswers() {
        return answers > MOST_ANSWERS;
    }
}
