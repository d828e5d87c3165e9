package dev.tenstep.rpc.stream;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.compression.Decompressor;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving side of a stream. It keeps the messages that a kernel feeds it until its one subscriber requests them,
 * decodes them then, and grants the sender as much again. The grants bound what it keeps.
 *
 * <p>Threads: fed by one at a time, which never waits; requested and cancelled by any. Signals run in the executor, one
 * at a time, by {@link DrainLoop}.
 */
public final class InboundStream implements Flow.Publisher<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(InboundStream.class);

    /** The approximate bytes that an element takes while it waits, besides its message: an array, its place in the queue. */
    public static final int ELEMENT_BYTES = 64;

    /** The assumed length of elements before the first one has come. */
    private static final int ASSUMED_BYTES = 64 << 10;

    private final Codec codec;
    private final String what;
    private final StatusCode malformed;
    private final Executor executor;
    private final CreditSink feed;
    private final StreamWindow window;

    /** Messages, as a {@code byte[]} or {@link Compressed}. */
    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();

    private final DrainLoop turns = new DrainLoop();
    private final Runnable turn = this::run;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicBoolean subscribed = new AtomicBoolean();
    private volatile Flow.@Nullable Subscriber<? super Object> subscriber;
    private volatile boolean ended;
    private volatile @Nullable RpcException failure;
    private final AtomicReference<@Nullable Throwable> aborted = new AtomicReference<>();
    private volatile boolean cancelled;
    /** Written by the thread whose turn it is. */
    private volatile int typicalBytes = ASSUMED_BYTES;

    // Belongs to the thread whose turn it is.
    private boolean over;
    private final MessageInput input = new MessageInput();
    private boolean lent;
    private @Nullable Decompressor lentBy;

    /** A compressed message. */
    private record Compressed(byte[] message, Decompressor by) {}

    /**
     * Makes a stream.
     *
     * @param codec the codec of its elements
     * @param what its description, for people to read: "the stream of Users.upload"
     * @param malformed the code of an element that cannot be decoded
     * @param executor runs the subscriber's methods
     */
    public InboundStream(
            Codec codec, String what, StatusCode malformed, Executor executor, CreditSink feed, StreamWindow window) {
        this.codec = codec;
        this.what = what;
        this.malformed = malformed;
        this.executor = executor;
        this.feed = feed;
        this.window = window;
    }

    /** Returns whether another element is granted, so that its message may start to arrive. */
    public boolean granted() {
        return window.open();
    }

    /**
     * Takes an element's message; the array is the stream's to keep.
     *
     * @param by decompresses it; null if it is not compressed
     * @return false if it was not granted
     */
    public boolean item(byte[] message, @Nullable Decompressor by) {
        if (!window.take(message.length)) {
            return false;
        }
        if (!cancelled) {
            keep(message, by);
            signal();
        }
        return true;
    }

    /**
     * Takes an element's message in an array that is lent for the call: decoded at once if possible, else copied.
     *
     * @param by decompresses it; null if it is not compressed
     * @return false if it was not granted
     */
    public boolean item(byte[] array, int from, int end, @Nullable Decompressor by) {
        if (executor != Call.IN_PLACE || !queue.isEmpty() || !turns.announce()) {
            return item(Arrays.copyOfRange(array, from, end), by);
        }
        boolean granted = window.take(end - from);
        if (granted && !cancelled) {
            input.reset(array, from, end - from);
            lentBy = by;
            lent = true;
        }
        executor.execute(turn);
        return granted;
    }

    private void keep(byte[] message, @Nullable Decompressor by) {
        feed.held(message.length + ELEMENT_BYTES);
        queue.add(by == null ? message : new Compressed(message, by));
    }

    private static byte[] bytes(Object message) {
        return message instanceof Compressed compressed ? compressed.message : (byte[]) message;
    }

    /** Copies the lent message, which is not requested yet, into the queue. */
    private void keepLent() {
        if (lent) {
            lent = false;
            if (!over && !cancelled) {
                keep(Arrays.copyOfRange(input.array(), input.position(), input.end()), lentBy);
            }
        }
    }

    /** Ends the stream in good order, after what has arrived. */
    public void end() {
        ended = true;
        signal();
    }

    /** Fails the stream, after what has arrived. */
    public void fail(RpcException why) {
        failure = why;
        end();
    }

    /** Fails the stream here and now: what waits is dropped. The first reason counts. */
    public void abort(RpcException why) {
        aborted.compareAndSet(null, why);
        signal();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> newSubscriber) {
        requireNonNull(newSubscriber, "newSubscriber");
        if (!subscribed.compareAndSet(false, true)) {
            Requests.refuse(
                    newSubscriber, new IllegalStateException(what + " has a subscriber (expected: at most one)"));
            return;
        }
        newSubscriber.onSubscribe(new Received());
        subscriber = newSubscriber;
        signalHere();
    }

    /** A subscription that knows the length of its elements. */
    final class Received implements Flow.Subscription {
        @Override
        public void request(long n) {
            want(n);
        }

        @Override
        public void cancel() {
            giveUp();
        }

        /** The typical length of an element, in bytes; a guess before the first. */
        int typicalBytes() {
            return typicalBytes;
        }
    }

    /** Returns whether an element was requested and has not come, so that the sender is the bottleneck. Any thread. */
    public boolean waits() {
        return demand.get() > 0
                && !ended
                && !cancelled
                && subscriber != null
                && aborted.get() == null
                && queue.isEmpty();
    }

    private void want(long n) {
        if (n <= 0) {
            giveUpFor(Requests.illegal(n));
            return;
        }
        demand.accumulateAndGet(n, Requests::plus);
        signalHere();
    }

    private void giveUpFor(Throwable why) {
        if (!cancelled && aborted.compareAndSet(null, why)) {
            feed.cancel();
            signalHere();
        }
    }

    private void giveUp() {
        if (!cancelled) {
            cancelled = true;
            feed.cancel();
            signalHere();
        }
    }

    /** Signals news from the kernel, in a thread of its own. */
    private void signal() {
        if (turns.announce()) {
            executor.execute(turn);
        }
    }

    /** Signals news from the consumer. Where signals run in place, the thread is the consumer's own to interrupt. */
    private void signalHere() {
        if (turns.announce()) {
            if (executor == Call.IN_PLACE) {
                run();
            } else {
                executor.execute(turn);
            }
        }
    }

    private void run() {
        do {
            Flow.Subscriber<? super Object> to = subscriber;
            if (to != null && !over) {
                try {
                    signalAll(to);
                } catch (Throwable e) {
                    // A subscriber must not throw (2.13): it gets nothing more.
                    finish();
                    if (!feed.failed(e)) {
                        Thrown.log(LOG, "a subscriber to " + what + " failed", e);
                        feed.cancel();
                    }
                }
            }
            keepLent();
        } while (turns.another());
    }

    private void signalAll(Flow.Subscriber<? super Object> to) {
        while (!cancelled) {
            Throwable now = aborted.get();
            boolean last = ended;
            Object message = queue.peek();
            if (now != null) {
                finish();
                to.onError(now);
                return;
            }
            boolean nothing = message == null && !lent;
            if (nothing && last) {
                finish();
                RpcException why = failure;
                if (why == null) {
                    to.onComplete();
                } else {
                    to.onError(why);
                }
                return;
            }
            if (nothing || demand.get() == 0) {
                return;
            }
            if (message == null) {
                lent = false;
                next(to, lentBy);
            } else {
                queue.remove();
                byte[] array = bytes(message);
                feed.released(array.length + ELEMENT_BYTES);
                input.reset(array, 0, array.length);
                next(to, message instanceof Compressed compressed ? compressed.by : null);
            }
        }
        finish();
    }

    private void next(Flow.Subscriber<? super Object> to, @Nullable Decompressor by) {
        demand.updateAndGet(n -> n == Long.MAX_VALUE ? n : n - 1);
        int length = input.remaining();
        @Nullable Object element;
        try {
            element = codec.decode(by == null ? input : by.decompress(input));
            if (element == null) {
                throw new IOException("null (expected: an element)");
            }
        } catch (MessageTooLargeException e) {
            String text = "an element of " + what + " is larger than the message limit";
            giveUpFor(new RpcException(StatusCode.RESOURCE_EXHAUSTED, text, e));
            return;
        } catch (Throwable e) {
            giveUpFor(
                    new RpcException(malformed, "an element of " + what + " cannot be read: " + feed.unreadable(e), e));
            return;
        }
        typicalBytes = Math.max(length, typicalBytes - typicalBytes / 8);
        window.taken(length, feed);
        to.onNext(element);
    }

    private void finish() {
        over = true;
        subscriber = null;
        for (Object message = queue.poll(); message != null; message = queue.poll()) {
            feed.released(bytes(message).length + ELEMENT_BYTES);
        }
        window.close();
    }
}
