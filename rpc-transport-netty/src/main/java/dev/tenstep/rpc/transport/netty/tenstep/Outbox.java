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
 * The outgoing bytes of one connection. Frames are gathered in one array, and written in slices: at the end of a burst of
 * reads, or as soon as there are {@value #SLICE_BYTES} bytes or {@value #SLICE_MESSAGES} messages, so that the peer works
 * while this end goes on. Other threads append finished frames to a shared batch under a short lock and wake the event loop
 * once. Messages longer than a chunk take turns, a chunk each.
 *
 * <p>Threads: {@link #offer}, {@link #hasRoom}, {@link #full}, {@link #hasLarge} and {@link #takesItems} by any, the rest by the
 * event loop. The shared batch is guarded by the lock, except for a glance at its size.
 *
 * <p>Longer than other files: what is gathered, offered and sent in turns is one order, and shares every count of what waits.
 */
final class Outbox {
    static final int SLICE_BYTES = 32 << 10;
    static final int SLICE_MESSAGES = 128;
    private static final int ROUND_BYTES = 4 * Wire.CHUNK_SIZE;
    /** As many bytes of streams may wait here: enough for a round while another is written, and few enough for the caches. */
    private static final int STREAMS_BYTES = ROUND_BYTES;

    /** What is done in the event loop with a frame that another thread offered. */
    interface Drain {
        /** Takes the frame, as a rule by appending it to {@link Outbox#own()}. The array is lent for the call. */
        void drained(Object first, @Nullable Object second, byte[] array, int offset, int length);

        /** Something failed unexpectedly: the connection is to be closed. */
        default void failed(Throwable cause) {}

        /** {@link Outbox#full()} or {@link Outbox#takesItems()} may say something else than before. */
        default void roomChanged() {}
    }

    private final Channel channel;
    private final Drain drain;
    private final int maxUnwritten;
    private final int maxOfStreams;
    private final OutputPool scratch;
    private final MemoryBudget.Share share;
    private final Unread unread;
    private final Object lock = new Object();
    /** Null while no other thread has left anything. */
    private @Nullable SharedBatch filling;

    private int offeredBytes;
    /** Long requests and replies that the event loop has not taken over. */
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
    /** Of these, the bytes of streams, which do not wait for those of requests and replies. */
    private volatile long streamBytes;

    private final Runnable drainTask = this::drainShared;
    private final Runnable flushTask = this::flushPosted;

    Outbox(Channel channel, Drain drain, int maxUnwritten, OutputPool scratch, MemoryBudget.Share share) {
        this.channel = channel;
        this.drain = drain;
        this.maxUnwritten = maxUnwritten;
        this.maxOfStreams = Math.min(STREAMS_BYTES, maxUnwritten);
        this.scratch = scratch;
        this.share = share;
        this.unread = new Unread(channel, share.held(), drain::roomChanged);
    }

    /** Appends a finished frame for the event loop to take; false if the connection is closed. */
    boolean offer(Object first, @Nullable Object second, byte[] frame, int length) {
        boolean large = length > Wire.LONGEST_WHOLE;
        return offer(first, second, large ? Arrays.copyOf(frame, length) : frame, large, large ? 1 : 0, length);
    }

    /** Appends a finished frame of a stream, which is the outbox's now; of a closed connection it is dropped. */
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
                batch = scratch.takeBatch(index());
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

    /** Gathers a finished frame of a stream, behind what is still to be sent of the same call. */
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
     * Whether a new message may add to what waits to be written, other threads' offers included; any thread. A closed
     * connection has room: it says so itself when it is offered something. So has one that is being closed, which is no more
     * writable and still open for a moment.
     */
    boolean hasRoom() {
        ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
        return unwritten == null || (unwritten.isWritable() && largeBytes + offeredBytes < maxUnwritten);
    }

    /** What the caller of a message is told for which there is no room. */
    RpcException refusal() {
        return RpcException.notStarted(
                StatusCode.RESOURCE_EXHAUSTED,
                "the peer does not read, or takes no more calls: " + maxUnwritten + " bytes and more wait to be sent",
                null);
    }

    /**
     * Whether as much waits to be written as may. Whenever that changes, the drain or the channel's handler is told, except
     * where it is because others hold less; any thread.
     */
    boolean full() {
        return !channel.isWritable()
                || largeBytes >= maxUnwritten
                || unread.tooManyAnswers()
                || share.nothingFree(largeBytes + unread.bytes());
    }

    /** An answer was gathered that the peer can have as many of as it likes; whether it does not read those that it has. */
    boolean answersUnread(int length) {
        if (!unread.answered(length)) {
            return false;
        }
        flush();
        unread.count();
        return unread.tooManyAnswers();
    }

    /** Whether what waits is too much for a peer that does not read, because of what it is, or since there is little room. */
    boolean inTheWay() {
        return unread.tooManyAnswers() || (share.scarce() && unwritten() > 0);
    }

    /** Whether a stream may send more; where it may not, the drain or the channel's handler is told when it may again. */
    boolean takesItems() {
        return !full() && streamBytes < maxOfStreams && offeredBytes < maxOfStreams;
    }

    /** Whether everything has been written to the network. */
    boolean isEmpty() {
        return unwritten() == 0 && !pumping;
    }

    /** The bytes that wait, here or in the channel, until they can be written. */
    long unwritten() {
        ChannelOutboundBuffer unwritten = channel.unsafe().outboundBuffer();
        long inChannel = unwritten == null ? 0 : unwritten.totalPendingWriteBytes();
        return inChannel + offeredBytes + (own == null ? 0 : own.position()) + largeBytes;
    }

    /** Whether long requests or replies wait to be written; when one is, the drain is told. */
    boolean hasLarge() {
        return offeredLarge != 0 || largeBytes != streamBytes;
    }

    boolean cutsLarge() {
        return !large.isEmpty();
    }

    /** Leaves out what is still to be sent of all large messages. */
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
        hand(batch, drain);
        if (taken != 0) {
            synchronized (lock) {
                offeredLarge -= taken;
            }
        }
        share.held().add(-handedOver);
        scratch.give(index(), batch);
        flushPosted();
        if (crowded) {
            drain.roomChanged();
        }
    }

    /** Hands over all frames, whatever is thrown meanwhile: that closes the connection, and the rest find it closed. */
    private void hand(SharedBatch batch, Drain to) {
        boolean all = false;
        while (!all) {
            try {
                batch.drainTo(to);
                all = true;
            } catch (RuntimeException | Error e) {
                drain.failed(e);
            }
        }
    }

    /** Where in the scratch this connection's batch lies, as a rule. */
    private int index() {
        return System.identityHashCode(this);
    }

    /** The output that the event loop's frames are gathered in; each is followed by {@link #frameDone()}. */
    MessageOutput own() {
        MessageOutput out = own;
        if (out == null) {
            out = scratch.take();
            own = out;
        }
        return out;
    }

    /** Appends to that array what another thread has written; returns where it begins. */
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
            throw new IllegalStateException("no limit and yet too large", e);
        }
    }

    /** A frame is complete: writes if there is a slice. */
    void frameDone() {
        if (++messages >= SLICE_MESSAGES || own().position() >= SLICE_BYTES) {
            write();
        }
    }

    /** Takes the frame that was just gathered out again and sends it in chunks. */
    void split(int start, int headerLength, int bodyStart) {
        MessageOutput gathered = own();
        MessageOutput frame = scratch.take();
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
            // Calls may wait for room for results as long.
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

    /** Leaves out what is still to be sent of the call's large message; false if there is nothing of it. */
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

    /** Whether nothing has been written of the call's large request or reply. */
    boolean unsent(int callId) {
        LargeFrame message = large.isEmpty() ? null : largeOf(callId);
        return message != null && message.unsent();
    }

    /** Writes at the end of what the event loop does now. */
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

    /** Writes what is there. */
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
            scratch.give(gathered);
            return;
        }
        ByteBuf slice = channel.alloc().directBuffer(length);
        slice.writeBytes(gathered.array(), 0, length);
        scratch.give(gathered);
        channel.write(slice, channel.voidPromise());
        channel.flush();
        unread.count();
    }

    /** Writes chunks of the large messages, one of each in turn; goes on when they are written. */
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
                scratch.give(message.frame());
            }
        }
        ChannelFuture done = channel.writeAndFlush(round);
        unread.count();
        done.addListener(written -> {
            pumping = false;
            unread.count();
            if (written.isSuccess() && !large.isEmpty()) {
                // After what the network has to say: else a fast reader had the event loop to itself.
                channel.eventLoop().schedule(flushTask, 0, TimeUnit.NANOSECONDS);
            }
        });
    }

    /** Takes no more frames; hands those that wait in the shared batch to {@code rest}. Event loop. */
    void close(Drain rest) {
        SharedBatch batch;
        synchronized (lock) {
            closed = true;
            batch = filling;
            filling = null;
        }
        if (batch != null) {
            share.held().add(-batch.ownedBytes());
            hand(batch, rest);
        }
        abandonLarge();
        unread.close();
    }
}
