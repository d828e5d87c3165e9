package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import java.io.IOException;
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
public final class Outbox {
    /** The length of the slices in which bytes are written. */
    public static final int SLICE_BYTES = 32 << 10;

    static final int SLICE_MESSAGES = 128;
    /** The longest part that a long message writes in one turn, in bytes. */
    public static final int LONGEST_PART = 80 << 10;

    private static final int ROUND_BYTES = 256 << 10;
    /**
     * The most bytes of streams that wait here: enough for a round while another is written, and few enough for the
     * caches.
     */
    private static final int STREAMS_BYTES = ROUND_BYTES;

    /** Handles, in the event loop, the frames that other threads offered. */
    public interface Drain {
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
    private final LongMessages large;
    private boolean pumping;
    /** True while long messages write their parts, which go before what is gathered meanwhile. */
    private boolean composing;

    private final Runnable drainTask = this::drainShared;
    private final Runnable flushTask = this::flushPosted;

    /** Makes the outbox of a channel. */
    public Outbox(Channel channel, Drain drain, int maxUnwritten, OutputPool pool, MemoryBudget.Share share) {
        this.channel = channel;
        this.drain = drain;
        this.maxUnwritten = maxUnwritten;
        this.maxOfStreams = Math.min(STREAMS_BYTES, maxUnwritten);
        Runnable roomChanged = drain::roomChanged;
        this.large = new LongMessages(share, pool, maxUnwritten, maxOfStreams, roomChanged);
        this.pool = pool;
        this.share = share;
        this.unread = new Unread(channel, share.held(), roomChanged);
    }

    /** Offers a finished frame to the event loop; returns false if the connection is closed. */
    public boolean offer(Object first, @Nullable Object second, byte[] frame, int length) {
        boolean large = length > LONGEST_PART;
        return offer(first, second, large ? Arrays.copyOf(frame, length) : frame, large, large ? 1 : 0, length);
    }

    /** Offers a finished frame of a stream, and hands its array over; a closed connection drops it. */
    public void offer(Object stream, MessageOutput frame) {
        offer(stream, frame, frame.array(), true, 0, frame.position());
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

    /** Appends a finished frame, and has it written soon. */
    public void gather(MessageOutput frame) {
        append(frame.array(), 0, frame.position());
        frameDone();
        flushSoon();
    }

    /** Adds a long message, behind an earlier one of the same call. */
    public void add(LongMessage message) {
        large.add(message);
        flushSoon();
    }

    /** Adds a long message behind another one of the same call, and those behind that. */
    public void add(LongMessage before, LongMessage message) {
        large.add(before, message);
    }

    /** Returns the call's long message that takes turns, with those behind it; null if there is none. */
    public @Nullable LongMessage longOf(int callId) {
        return large.of(callId);
    }

    /**
     * Returns whether a new message may be added to the unwritten bytes, including other threads' offers; any thread. A
     * closed connection has room, since it reports the close itself when a message is offered. So has one that is being
     * closed, which is still open for a moment but no longer writable.
     */
    public boolean hasRoom() {
        ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
        return unwritten == null || (unwritten.isWritable() && large.bytes() + offeredBytes < maxUnwritten);
    }

    /** Returns the failure of a message that there is no room for. */
    public RpcException refusal() {
        return RpcException.notStarted(
                StatusCode.RESOURCE_EXHAUSTED,
                "the peer does not read, or accepts no more calls: " + maxUnwritten + " bytes or more are queued",
                null);
    }

    /**
     * Returns whether the limit of unwritten bytes is reached; any thread. Whenever that changes, the drain or the
     * channel's handler is notified, except if it is because other connections hold less.
     */
    public boolean full() {
        return !channel.isWritable()
                || large.unblockedBytes() >= maxUnwritten
                || unread.tooManyAnswers()
                || share.nothingFree(large.unblockedBytes() + unread.bytes());
    }

    /**
     * Counts an answer to something that costs the peer next to nothing to send; returns whether too many of them are
     * unread.
     */
    public boolean answersUnread(int length) {
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
    public boolean takesItems() {
        return !full() && large.unblockedStreamBytes() < maxOfStreams && offeredBytes < maxOfStreams;
    }

    /** Returns whether everything has been written to the network. */
    public boolean isEmpty() {
        return unwritten() == 0 && !pumping;
    }

    /** Returns the bytes that wait to be written, here or in the channel. */
    long unwritten() {
        ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
        long inChannel = unwritten == null ? 0 : unwritten.totalPendingWriteBytes();
        return inChannel + offeredBytes + (own == null ? 0 : own.position()) + large.bytes();
    }

    /** Returns whether long requests or replies wait to be written; the drain is notified when one is. */
    public boolean hasLarge() {
        return offeredLarge != 0 || large.hasMessages();
    }

    /** Returns whether long messages are not written completely. */
    public boolean cutsLarge() {
        return large.bytes() > 0;
    }

    /** Drops the rest of all large messages. */
    public void abandonLarge() {
        large.abandon();
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
    public MessageOutput own() {
        MessageOutput out = own;
        if (out == null) {
            out = pool.take();
            own = out;
        }
        return out;
    }

    /** Appends a frame that was written elsewhere; returns its position. */
    public int append(byte[] array, int offset, int length) {
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
    public void frameDone() {
        if (++messages >= SLICE_MESSAGES || own().position() >= SLICE_BYTES) {
            write();
        }
    }

    /** Removes the frame that was just appended there, into an output of its own, for a {@link LongMessage}. */
    public MessageOutput cut(int start) {
        MessageOutput gathered = own();
        MessageOutput frame = pool.take();
        append(frame, gathered.array(), start, gathered.position() - start);
        gathered.position(start);
        return frame;
    }

    /** Gives a blocked message its turns again. */
    public void unblock(LongMessage message) {
        if (large.unblock(message)) {
            flushSoon();
        }
    }

    /** Drops the rest of the call's large message; returns false if there is none. */
    public boolean forget(int callId) {
        LongMessage message = longOf(callId);
        if (message == null) {
            return false;
        }
        forget(message);
        return true;
    }

    /** Drops the rest of a long message, and of those behind it. */
    public void forget(LongMessage message) {
        large.forget(message);
    }

    /** Returns whether nothing of the call's large request or reply has been written. */
    public boolean unsent(int callId) {
        LongMessage message = longOf(callId);
        return message != null && message.unsent();
    }

    /** Schedules a flush after the event loop's current task. */
    public void flushSoon() {
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
    public void flush() {
        write();
        if (!large.isIdle() && !pumping) {
            pump();
        }
    }

    private void write() {
        messages = 0;
        MessageOutput gathered = own;
        if (gathered == null || composing) {
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
        ByteBuf round = channel.alloc().directBuffer((int) Math.min(large.bytes(), ROUND_BYTES) + LONGEST_PART);
        composing = true;
        try {
            large.write(round, ROUND_BYTES);
        } finally {
            composing = false;
        }
        ChannelFuture done = channel.writeAndFlush(round);
        unread.count();
        write();
        done.addListener(written -> {
            pumping = false;
            unread.count();
            if (written.isSuccess() && !large.isIdle()) {
                // Lets the event loop process reads first: otherwise a fast reader would monopolize it.
                channel.eventLoop().schedule(flushTask, 0, TimeUnit.NANOSECONDS);
            }
        });
    }

    /** Stops taking frames, and hands the rest of the shared batch to {@code rest}. Event loop. */
    public void close(Drain rest) {
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
