package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The long messages of a connection, which write a part each in turn, and their bytes, counted as held for the peer. Event
 * loop only, except for the counts, which any thread may read.
 */
final class LongMessages {
    private final MemoryBudget.Share share;
    private final OutputPool pool;
    private final int most;
    private final int mostOfStreams;
    private final Runnable roomChanged;
    private final ArrayDeque<LongMessage> turns = new ArrayDeque<>(1);
    private volatile long bytes;
    /** The part of these bytes that belongs to streams, which do not wait for requests and replies. */
    private volatile long streamBytes;
    /** The part that the peer does not accept for now. It takes reading to learn that it does again. */
    private volatile long blockedBytes;

    private volatile long blockedStreamBytes;

    /**
     * Makes an empty one.
     *
     * @param roomChanged is run when the bytes pass one of the two limits, and when a request or reply has gone
     */
    LongMessages(MemoryBudget.Share share, OutputPool pool, int most, int mostOfStreams, Runnable roomChanged) {
        this.share = share;
        this.pool = pool;
        this.most = most;
        this.mostOfStreams = mostOfStreams;
        this.roomChanged = roomChanged;
    }

    /** Returns the bytes of all messages; any thread. */
    long bytes() {
        return bytes;
    }

    /** Returns the bytes that the peer would accept; any thread. */
    long unblockedBytes() {
        return bytes - blockedBytes;
    }

    /** Returns the bytes of streams that the peer would accept; any thread. */
    long unblockedStreamBytes() {
        return streamBytes - blockedStreamBytes;
    }

    /** Returns whether there are requests or replies among them; any thread. */
    boolean hasMessages() {
        return bytes != streamBytes;
    }

    /** Returns whether none of them may write a part. */
    boolean isIdle() {
        return turns.isEmpty();
    }

    /** Adds a message, behind an earlier one of the same call. */
    void add(LongMessage message) {
        LongMessage before = of(message.callId());
        if (before == null) {
            turns.add(message);
        } else {
            before.follow(message);
        }
        grew(message, message.length());
    }

    /** Adds a message behind another one of the same call. */
    void add(LongMessage before, LongMessage message) {
        before.follow(message);
        if (before.blocked()) {
            countBlocked(message, message.length());
        }
        grew(message, message.length());
    }

    /** Returns the call's message that takes turns, with those behind it; null if there is none. */
    @Nullable
    LongMessage of(int callId) {
        if (turns.isEmpty()) {
            return null;
        }
        for (LongMessage message : turns) {
            if (message.callId() == callId) {
                return message;
            }
        }
        return null;
    }

    /** Gives a blocked message its turns again; returns false if it is not blocked. */
    boolean unblock(LongMessage message) {
        boolean was = message.blocked();
        if (was) {
            block(message, false);
            turns.add(message);
        }
        return was;
    }

    /** Drops the rest of a message, and of those behind it. */
    void forget(LongMessage message) {
        if (message.blocked()) {
            block(message, false);
        } else {
            turns.remove(message);
        }
        for (LongMessage each = message; each != null; each = each.next()) {
            grew(each, -each.length());
        }
    }

    /** Drops the rest of all messages. */
    void abandon() {
        turns.clear();
        share.held().add(-bytes);
        bytes = 0;
        streamBytes = 0;
        blockedBytes = 0;
        blockedStreamBytes = 0;
    }

    /** Writes a part of each in turn, until there are so many bytes. */
    void write(ByteBuf out, int enough) {
        while (!turns.isEmpty() && out.readableBytes() < enough) {
            LongMessage message = turns.remove();
            turned(message, message.write(out));
        }
    }

    private void turned(LongMessage message, LongMessage.Turn turn) {
        if (turn == LongMessage.Turn.PART) {
            turns.add(message);
        } else if (turn == LongMessage.Turn.BLOCKED) {
            block(message, true);
            roomChanged.run();
        } else {
            LongMessage next = message.next();
            if (next != null) {
                turns.add(next);
            }
            grew(message, -message.length());
            pool.give(message.output());
        }
    }

    private void block(LongMessage message, boolean now) {
        message.blocked(now);
        for (LongMessage each = message; each != null; each = each.next()) {
            countBlocked(each, now ? each.length() : -each.length());
        }
    }

    private void countBlocked(LongMessage message, int more) {
        long all = blockedBytes + more;
        blockedBytes = all;
        if (message.ofStream()) {
            long ofStreams = blockedStreamBytes + more;
            blockedStreamBytes = ofStreams;
        }
    }

    private void grew(LongMessage message, int by) {
        long before = bytes;
        long now = before + by;
        bytes = now;
        share.held().add(by);
        boolean changed = before < most != now < most;
        if (!message.ofStream()) {
            // Calls may be waiting for room for results of that length.
            changed |= by < 0;
        } else {
            long streamBefore = streamBytes;
            long streamNow = streamBefore + by;
            streamBytes = streamNow;
            changed |= streamBefore >= mostOfStreams && streamNow < mostOfStreams;
        }
        if (changed) {
            roomChanged.run();
        }
    }
}
