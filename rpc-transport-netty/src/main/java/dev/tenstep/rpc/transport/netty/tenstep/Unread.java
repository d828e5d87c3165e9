package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;

/**
 * The bytes that were written to a channel and that the network has not taken, counted as held for the peer; among them the
 * answers to what costs a peer next to nothing to send. Event loop only, but for {@link #bytes()}.
 */
final class Unread {
    /** More answers to pings and refused requests are not gathered while the peer does not read. */
    private static final int MOST_ANSWERS = 8 << 10;

    private final Channel channel;
    private final MemoryBudget.Tally held;
    private final Runnable changed;
    private volatile long bytes;
    private int answers;
    private boolean watched;
    private boolean closed;

    /** Makes one; {@code changed} hears when the peer has read. */
    Unread(Channel channel, MemoryBudget.Tally held, Runnable changed) {
        this.channel = channel;
        this.held = held;
        this.changed = changed;
    }

    /** As they were counted last; any thread. */
    long bytes() {
        return bytes;
    }

    /** Counts again: something was written. */
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

    /** The channel is closed, and drops what it has. */
    void close() {
        closed = true;
        count();
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** An answer was gathered that the peer can have as many of as it likes; whether it does not read those that it has. */
    boolean answered(int length) {
        answers += length;
        return tooManyAnswers();
    }

    /** Whether more answers wait than may. */
    boolean tooManyAnswers() {
        return answers > MOST_ANSWERS;
    }
}
