package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing bytes of one connection. Frames are gathered in one array and written in slices, at the end of a burst
 * of reads or once there are {@value #SLICE_BYTES} bytes or {@value #SLICE_MESSAGES} messages, so that both peers work
 * in parallel. Other threads append finished frames to a shared batch under a short lock and wake the event loop once.
 * Messages longer than a chunk take turns, one chunk each.
 *
 * <p>Threads: {@link #offer}, {@link #hasRoom}, {@link #full}, {@link #hasLarge} and {@link #takesItems} in any thread,
 * the rest in the event loop. The shared batch is guarded by the lock, except for unlocked reads of its size.
 *
 * <p>Longer than other files: gathered, offered and chunked frames share one order and all byte counts.
 */
final class Outbox {
    static final int SLICE_BYTES = 32 << 10;
    static final int SLICE_MESSAGES = 128;
    private static final int ROUND_BYTES = 4 * Wire.CHUNK_SIZE;
    /**
     * The most bytes of streams that wait here: enough for a round while another is written, and few enough for the
     * caches.
     */
    private static final int STREAMS_BYTES = ROUND_BYTES;

    /** Handles, in the event loop, the frames that other threads offered. */
    interface Drain {
        /**
         * Takes a frame, usually by appending it to {@link Outbox#own()}. The array is lent for the call. What belongs to the
         * frame comes back in the two places that it was offered in: an object for each frame would cost every call 24 bytes.
         */
        void drained(Object first, @Nullable Object second, byte[] array, int offset, int length);

        /** Closes the connection after an unexpected failure. */
        default void failed(Throwable cause) {}

        /** Notes that {@link Outbox#full()} or {@link Outbox#takesItems()} may have changed. */
        default void roomChanged() {}
    }

    private final Channel channel;
    private final Drain drain;
    private final int maxUnwritten;
    private final int maxOfStreams;
    private final OutputPool pool;
    private final MemoryBudget.Share share;
    private final Unread unread;
    private final Object lock = new Object();
    /** Null while no other thread has offered anything. */
    private @Nullable SharedBatch filling;

    private int offeredBytes;
    /** The number of long requests and replies that the event loop has not taken yet. */
    private volatile int offeredLarge;

    private volatile boolean wakingFailed;
    private boolean closed;

    /** Null while nothing is gathered. */
    private @Nullable MessageOutput own;

    private int messages;
    private boolean flushPosted;
    private final ArrayDeque<LargeFrame> large = new ArrayDeque<>();
    private boolean pumping;
    private volatile long largeBytes;
    /** The part of these bytes that belongs to streams, which do not wait for requests and replies. */
    private volatile long streamBytes;

    private final Runnable drainTask = this::drainShared;
    private final Runnable flushTask = this::flushPosted;

    Outbox(Channel channel, Drain drain, int maxUnwritten, OutputPool pool, MemoryBudget.Share share) {
        this.channel = channel;
        this.drain = drain;
        this.maxUnwritten = maxUnwritten;
        this.maxOfStreams = Math.min(STREAMS_BYTES, maxUnwritten);
        this.pool = pool;
        this.share = share;
        this.unread = new Unread(channel, share.held(), drain::roomChanged);
    }

    /** Offers a finished frame to the event loop; returns false if the connection is closed. */
    boolean offer(Object first, @Nullable Object second, byte[] frame, int length) {
        boolean large = length > Wire.LONGEST_WHOLE;
        return offer(first, second, large ? Arrays.copyOf(frame, length) : frame, large, large ? 1 : 0, length);
    }

    /** Offers a finished frame of a stream, and hands its array over; a closed connection drops it. */
    void offer(CallStreams streams, MessageOutput frame) {
        offer(streams, frame, frame.array(), true, 0, frame.position());
    }

    private boolean offer(Object first, @Nullable Object second, byte[] frame, boolean owned, int large, int length) {
        boolean wake;
        synchronized (lock) {
            if (closed) {
                return false;
            }
            SharedBatch batch = filling;
            wake = batch == null || wakingFailed;
            wakingFailed = false;
            if (batch == null) {
                batch = pool.takeBatch(index());
            }
            batch.add(first, second, frame, owned, length);
            filling = batch;
            offeredBytes += length;
            if (large != 0) {
                offeredLarge += large;
            }
        }
        if (owned) {
            share.held().add(length);
        }
        if (wake) {
            wake();
        }
        return true;
    }

    private void wake() {
        try {
            channel.eventLoop().execute(drainTask);
        } catch (RuntimeException | Error e) {
            wakingFailed = true;
            throw e;
        }
    }

    /** Gathers a finished frame of a stream, behind earlier frames of the same call. */
    void gather(int callId, MessageOutput frame) {
        LargeFrame before = large.isEmpty() ? null : largeOf(callId);
        if (before == null && frame.position() <= SLICE_BYTES) {
            append(frame.array(), 0, frame.position());
            frameDone();
            flushSoon();
            return;
        }
        LargeFrame next = LargeFrame.ofStream(frame);
        if (before == null) {
            large.add(next);
        } else {
            before.follow(next);
        }
        grew(next, next.length());
        flushSoon();
    }

    private @Nullable LargeFrame largeOf(int callId) {
        for (LargeFrame message : large) {
            if (message.callId() == callId) {
                return message;
            }
        }
        return null;
    }

    /**
     * Returns whether a new message may be added to the unwritten bytes, including other threads' offers; any thread. A
     * closed connection has room, since it reports the close itself when a message is offered. So has one that is being
     * closed, which is still open for a moment but no longer writable.
     */
    boolean hasRoom() {
        ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
        return unwritten == null || (unwritten.isWritable() && largeBytes + offeredBytes < maxUnwritten);
    }

    /** Returns the failure of a message that there is no room for. */
    RpcException refusal() {
        return RpcException.notStarted(
                StatusCode.RESOURCE_EXHAUSTED,
                "the peer does not read, or accepts no more calls: " + maxUnwritten + " bytes or more are queued",
                null);
    }

    /**
     * Returns whether the limit of unwritten bytes is reached; any thread. Whenever that changes, the drain or the
     * channel's handler is notified, except if it is because other connections hold less.
     */
    boolean full() {
        return !channel.isWritable()
                || largeBytes >= maxUnwritten
                || unread.tooManyAnswers()
                || share.nothingFree(largeBytes + unread.bytes());
    }

    /**
     * Counts an answer to something that costs the peer next to nothing to send; returns whether too many of them are
     * unread.
     */
    boolean answersUnread(int length) {
        if (!unread.answered(length)) {
            return false;
        }
        flush();
        unread.count();
        return unread.tooManyAnswers();
    }

    /**
     * Returns whether the backlog of a peer that does not read obstructs others: it consists of too many cheap answers,
     * or memory is scarce.
     */
    boolean obstructs() {
        return unread.tooManyAnswers() || (share.scarce() && unwritten() > 0);
    }

    /**
     * Returns whether a stream may send more. If not, the drain or the channel's handler is notified when it may again.
     */
    boolean takesItems() {
        return !full() && streamBytes < maxOfStreams && offeredBytes < maxOfStreams;
    }

    /** Returns whether everything has been written to the network. */
    boolean isEmpty() {
        return unwritten() == 0 && !pumping;
    }

    /** Returns the bytes that wait to be written, here or in the channel. */
    long unwritten() {
        ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
        long inChannel = unwritten == null ? 0 : unwritten.totalPendingWriteBytes();
        return inChannel + offeredBytes + (own == null ? 0 : own.position()) + largeBytes;
    }

    /** Returns whether long requests or replies wait to be written; the drain is notified when one is. */
    boolean hasLarge() {
        return offeredLarge != 0 || largeBytes != streamBytes;
    }

    boolean cutsLarge() {
        return !large.isEmpty();
    }

    /** Drops the rest of all large messages. */
    void abandonLarge() {
        large.clear();
        share.held().add(-largeBytes);
        largeBytes = 0;
        streamBytes = 0;
    }

    private void drainShared() {
        SharedBatch batch;
        int taken;
        synchronized (lock) {
            batch = filling;
            filling = null;
            offeredBytes = 0;
            taken = offeredLarge;
        }
        if (batch == null) {
            return;
        }
        boolean crowded = batch.size() >= maxOfStreams;
        int handedOver = batch.ownedBytes();
        handOver(batch, drain);
        if (taken != 0) {
            synchronized (lock) {
                offeredLarge -= taken;
            }
        }
        share.held().add(-handedOver);
        pool.give(index(), batch);
        flushPosted();
        if (crowded) {
            drain.roomChanged();
        }
    }

    /**
     * Hands over all frames, whatever is thrown meanwhile: a failure closes the connection, and the remaining frames
     * find it closed.
     */
    private void handOver(SharedBatch batch, Drain to) {
        boolean done = false;
        while (!done) {
            try {
                batch.drainTo(to);
                done = true;
            } catch (RuntimeException | Error e) {
                drain.failed(e);
            }
        }
    }

    /** Returns the place in the pool where this connection's batch usually is. */
    private int index() {
        return System.identityHashCode(this);
    }

    /** Returns the output that the event loop gathers frames in; each is followed by {@link #frameDone()}. */
    MessageOutput own() {
        MessageOutput out = own;
        if (out == null) {
            out = pool.take();
            own = out;
        }
        return out;
    }

    /** Appends a frame that was written elsewhere; returns its position. */
    int append(byte[] array, int offset, int length) {
        MessageOutput out = own();
        int start = out.position();
        append(out, array, offset, length);
        return start;
    }

    private static void append(MessageOutput to, byte[] array, int offset, int length) {
        try {
            to.limit(Integer.MAX_VALUE);
            to.write(array, offset, length);
        } catch (IOException e) {
            throw new IllegalStateException("too large without a limit", e);
        }
    }

    /** Counts a complete frame, and writes if there is a slice. */
    void frameDone() {
        if (++messages >= SLICE_MESSAGES || own().position() >= SLICE_BYTES) {
            write();
        }
    }

    /** Removes the frame that was just gathered, to send it in chunks. */
    void split(int start, int headerLength, int bodyStart) {
        MessageOutput gathered = own();
        MessageOutput frame = pool.take();
        append(frame, gathered.array(), start, gathered.position() - start);
        gathered.position(start);
        LargeFrame message = LargeFrame.ofMessage(frame, headerLength, bodyStart);
        large.add(message);
        grew(message, message.length());
        flushSoon();
    }

    private void grew(LargeFrame message, int bytes) {
        long largeBefore = largeBytes;
        long largeNow = largeBefore + bytes;
        largeBytes = largeNow;
        share.held().add(bytes);
        boolean changed = largeBefore < maxUnwritten != largeNow < maxUnwritten;
        if (!message.ofStream()) {
            // Calls may be waiting for room for results of that length.
            changed |= bytes < 0;
        } else {
            long before = streamBytes;
            long now = before + bytes;
            streamBytes = now;
            changed |= before >= maxOfStreams && now < maxOfStreams;
        }
        if (changed) {
            drain.roomChanged();
        }
    }

    /** Drops the rest of the call's large message; returns false if there is none. */
    boolean forget(int callId) {
        LargeFrame message = largeOf(callId);
        if (message == null) {
            return false;
        }
        large.remove(message);
        for (LargeFrame each = message; each != null; each = each.next()) {
            grew(each, -each.length());
        }
        return true;
    }

    /** Returns whether nothing of the call's large request or reply has been written. */
    boolean unsent(int callId) {
        LargeFrame message = large.isEmpty() ? null : largeOf(callId);
        return message != null && message.unsent();
    }

    /** Schedules a flush after the event loop's current task. */
    void flushSoon() {
        if (!flushPosted) {
            channel.eventLoop().execute(flushTask);
            flushPosted = true;
        }
    }

    private void flushPosted() {
        flushPosted = false;
        try {
            flush();
        } catch (RuntimeException | Error e) {
            drain.failed(e);
        }
    }

    /** Writes everything that was gathered. */
    void flush() {
        write();
        if (!large.isEmpty() && !pumping) {
            pump();
        }
    }

    private void write() {
        messages = 0;
        MessageOutput gathered = own;
        if (gathered == null) {
            return;
        }
        own = null;
        int length = gathered.position();
        if (length == 0) {
            pool.give(gathered);
            return;
        }
        ByteBuf slice = channel.alloc().directBuffer(length);
        slice.writeBytes(gathered.array(), 0, length);
        pool.give(gathered);
        channel.write(slice, channel.voidPromise());
        channel.flush();
        unread.count();
    }

    /** Writes chunks of the large messages, one of each in turn; continues when they are written. */
    private void pump() {
        pumping = true;
        ByteBuf round = channel.alloc().directBuffer((int) Math.min(largeBytes, ROUND_BYTES) + Wire.LONGEST_WHOLE);
        while (!large.isEmpty() && round.readableBytes() < ROUND_BYTES) {
            LargeFrame message = large.remove();
            if (message.writeChunk(round)) {
                large.add(message);
            } else {
                LargeFrame next = message.next();
                if (next != null) {
                    large.add(next);
                }
                grew(message, -message.length());
                pool.give(message.frame());
            }
        }
        ChannelFuture done = channel.writeAndFlush(round);
        unread.count();
        done.addListener(written -> {
            pumping = false;
            unread.count();
            if (written.isSuccess() && !large.isEmpty()) {
                // Lets the event loop process reads first: otherwise a fast reader would monopolize it.
                channel.eventLoop().schedule(flushTask, 0, TimeUnit.NANOSECONDS);
            }
        });
    }

    /** Stops taking frames, and hands the rest of the shared batch to {@code rest}. Event loop. */
    void close(Drain rest) {
        SharedBatch batch;
        synchronized (lock) {
            closed = true;
            batch = filling;
            filling = null;
        }
        if (batch != null) {
            share.held().add(-batch.ownedBytes());
            handOver(batch, rest);
        }
        abandonLarge();
        unread.close();
    }
}
