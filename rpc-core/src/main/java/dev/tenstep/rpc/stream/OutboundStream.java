package dev.tenstep.rpc.stream;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a stream. It takes a publisher's elements, encodes them in the publisher's thread, and sends as
 * much as the receiver grants. It requests no more than it may send, as far as the size of elements can be foreseen;
 * any excess waits here.
 *
 * <p>Threads: signalled by the publisher; {@link #grant}, {@link #resume} and {@link #stop} by any, which never wait.
 * One thread at a time sends, by {@link DrainLoop}. The publisher is user code: it is called in the executor, unless
 * this is the publisher's thread.
 */
public final class OutboundStream implements Flow.Subscriber<Object> {
    /** Grants any number of messages, for a protocol that counts bytes alone. */
    public static final long ANY_NUMBER = Long.MAX_VALUE;

    private static final int FIRST_CAPACITY = 256;
    private static final int KEPT_CAPACITY = 128 << 10;

    /** The assumed length of the first elements, in bytes: few are requested until the real length is known. */
    private static final int ASSUMED_BYTES = 16 << 10;

    /**
     * The bytes that may be requested of the publisher and not sent yet: more would only wait here, and fall out of the
     * caches.
     */
    private static final int REQUESTED_BYTES = 256 << 10;

    /** The maximum of elements that are requested ahead. */
    private static final int REQUESTED_MESSAGES = 1024;

    /** A cap on the credit, more than anybody uses, however much is granted. */
    private static final long ENOUGH = Long.MAX_VALUE >> 1;

    private final Codec codec;
    private final String what;
    private final Executor executor;
    private final Function<Throwable, RpcException> failures;
    private final StreamSink sink;
    private final int overhead;

    private final Queue<MessageOutput> queue = new ConcurrentLinkedQueue<>();
    private final DrainLoop turns = new DrainLoop();
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Flow.@Nullable Subscription publisher;
    private volatile boolean completed;
    private volatile @Nullable RpcException failure;
    private volatile boolean stopped;
    private volatile boolean aborted;

    // Belongs to the sending thread.
    private boolean over;
    private long requested;
    private long sent;
    private long typicalBytes = ASSUMED_BYTES;

    // Serializes the signals to the publisher.
    private final DrainLoop publisherTurns = new DrainLoop();
    private final AtomicLong toRequest = new AtomicLong();
    private boolean publisherCancelled;

    /** Set while an element is encoded: a publisher must not signal in two threads at once, or from within (1.3). */
    private final AtomicBoolean encoding = new AtomicBoolean();

    // Belongs to the publisher.
    /** Null when the sink has kept the last one. */
    private @Nullable MessageOutput spare = new MessageOutput(FIRST_CAPACITY);

    /**
     * Makes a stream.
     *
     * @param what its description, for people to read: "the stream of Users.upload"
     * @param failures maps a publisher's failure to the one for the receiver
     */
    public OutboundStream(
            Codec codec, String what, Executor executor, Function<Throwable, RpcException> failures, StreamSink sink) {
        this.codec = codec;
        this.what = what;
        this.executor = executor;
        this.failures = failures;
        this.sink = sink;
        this.overhead = sink.overhead();
    }

    /**
     * Subscribes to a publisher; in a thread that may run user code.
     *
     * @param firstMessages the messages that the receiver accepts before it grants more, or {@link #ANY_NUMBER}
     * @param firstBytes the bytes of those, with each message's {@link StreamSink#overhead()}
     */
    public void open(Flow.Publisher<?> elements, long firstMessages, long firstBytes) {
        try {
            elements.subscribe(this);
        } catch (Throwable e) {
            // A publisher must not throw (1.9), and may not have signalled anything that would end this.
            refuse(failures.apply(e));
        }
        grant(firstMessages, firstBytes);
    }

    /** Adds to the receiver's grant. */
    public void grant(long moreMessages, long moreBytes) {
        messages.accumulateAndGet(moreMessages, OutboundStream::sum);
        bytes.accumulateAndGet(moreBytes, OutboundStream::sum);
        signal(true);
    }

    private static long sum(long credit, long more) {
        return more >= ENOUGH - credit ? ENOUGH : credit + more;
    }

    /** Returns whether the receiver has to consume or grant more before anything else is sent. Any thread. */
    public boolean waits() {
        return !completed && !stopped && failure == null && publisher != null && !maySend();
    }

    /** Resumes sending, since the sink has room again. */
    public void resume() {
        signal(true);
    }

    /** Fails the stream here and now, unless it has ended: the publisher is cancelled, and the receiver is told why. */
    public void abort(RpcException why) {
        aborted = true;
        failure = why;
        signalPublisher(true);
        signal(true);
    }

    /**
     * Stops the stream, since nobody consumes elements any more: the publisher is cancelled, and nothing more is sent.
     */
    public void stop() {
        stopped = true;
        signal(true);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        requireNonNull(subscription, "subscription");
        if (publisher != null) {
            subscription.cancel();
            return;
        }
        publisher = subscription;
        // The subscription may come late, with signals for it waiting already.
        signalPublisher(false);
        signal(false);
    }

    @Override
    public void onNext(@Nullable Object element) {
        if (element == null) {
            NullPointerException nothing = new NullPointerException("null in " + what + " (expected: elements)");
            refuse(failures.apply(nothing));
            signal(false);
            throw nothing;
        }
        if (stopped || failure != null) {
            return;
        }
        if (completed || !encoding.compareAndSet(false, true)) {
            refuse(outOfTurn(completed ? "after its last" : "before the previous one was encoded"));
            signal(false);
            return;
        }
        try {
            encode(element);
        } finally {
            encoding.setRelease(false);
        }
        signal(false);
    }

    private RpcException outOfTurn(String when) {
        return new RpcException(
                StatusCode.INTERNAL,
                "the publisher of " + what + " gave an element " + when
                        + " (expected: one signal after another, as rules 1.3 and 1.7 of Reactive Streams require)");
    }

    private void encode(Object element) {
        MessageOutput out = spare == null ? sink.another() : spare;
        spare = out;
        try {
            int headroom = sink.headroom();
            out.position(0);
            out.limit(Integer.MAX_VALUE);
            out.reserve(headroom);
            out.position(headroom);
            out.limit((int) Math.min(Integer.MAX_VALUE, (long) headroom + sink.maxMessage()));
            codec.encode(element, out);
            out.checkLimit();
            RpcException full = sink.full(out.position());
            if (full != null) {
                refuse(full);
                return;
            }
            MessageOutput frame = sink.frame(out);
            if (frame == out) {
                spare = null;
            }
            queue.add(frame);
        } catch (Throwable e) {
            refuse(Encoding.unwritableElement(what, e, sink.maxMessage(), sink::unwritable));
        }
        if (spare != null && out.array().length > KEPT_CAPACITY) {
            spare = new MessageOutput(FIRST_CAPACITY);
        }
    }

    private void refuse(RpcException why) {
        failure = why;
        signalPublisher(false);
    }

    @Override
    public void onError(Throwable thrown) {
        requireNonNull(thrown, "thrown");
        failure = failures.apply(thrown);
        completed = true;
        signal(false);
    }

    @Override
    public void onComplete() {
        if (encoding.get()) {
            refuse(outOfTurn("and the end at the same time"));
        }
        completed = true;
        signal(false);
    }

    /** Sends what may be sent, in this thread or in the one that is sending already. */
    private void signal(boolean elsewhere) {
        if (turns.announce()) {
            do {
                if (!over) {
                    send(elsewhere);
                }
            } while (turns.another());
        }
    }

    private void send(boolean elsewhere) {
        if (stopped) {
            finish();
            signalPublisher(elsewhere);
            return;
        }
        if (aborted) {
            clear();
        }
        boolean last = completed;
        for (MessageOutput next = queue.peek(); next != null && maySend(); next = queue.peek()) {
            queue.remove();
            sent++;
            int length = next.position() - sink.headroom() + overhead;
            typicalBytes = Math.max(length, typicalBytes + (length - typicalBytes) / 8);
            messages.decrementAndGet();
            bytes.addAndGet(-length);
            sink.item(next);
        }
        RpcException why = failure;
        if (why != null) {
            if (aborted || queue.isEmpty() || !sink.failsInOrder()) {
                finish();
                sink.fail(why);
            }
        } else if (last && queue.isEmpty()) {
            finish();
            sink.end();
        } else if (!last) {
            requestMore(elsewhere);
        }
    }

    private boolean maySend() {
        return messages.get() > 0 && bytes.get() > 0 && sink.ready();
    }

    private void finish() {
        over = true;
        clear();
    }

    private void clear() {
        for (MessageOutput frame = queue.poll(); frame != null; frame = queue.poll()) {
            sink.dropped(frame.position());
        }
    }

    /**
     * Requests as many elements as can be sent soon, once that is a good part of the maximum. Nothing is produced ahead
     * for grants beyond that, since the receiver may not read what it granted.
     */
    private void requestMore(boolean elsewhere) {
        long open = requested - sent;
        long room = Math.min(bytes.get(), REQUESTED_BYTES);
        long byBytes = room / Math.max(1, typicalBytes) + 1;
        long most = Math.min(messages.get(), REQUESTED_MESSAGES);
        long may = room <= 0 || !sink.ready() ? 0 : Math.min(most, byBytes);
        long more = may - open;
        if (more > 0 && (more >= may / 4 || open == 0)) {
            requested += more;
            toRequest.addAndGet(more);
            signalPublisher(elsewhere);
        }
    }

    private void signalPublisher(boolean elsewhere) {
        if (!publisherTurns.announce()) {
            return;
        }
        if (elsewhere) {
            executor.execute(this::runPublisherTurns);
        } else {
            runPublisherTurns();
        }
    }

    private void runPublisherTurns() {
        do {
            Flow.Subscription to = publisher;
            if (to != null) {
                signalPublisherOnce(to);
            }
        } while (publisherTurns.another());
    }

    private void signalPublisherOnce(Flow.Subscription to) {
        long more = toRequest.getAndSet(0);
        try {
            if (stopped || failure != null) {
                if (!completed && !publisherCancelled) {
                    publisherCancelled = true;
                    to.cancel();
                }
            } else if (more > 0) {
                to.request(more);
            }
        } catch (Throwable e) {
            // A subscription must not throw (3.15, 3.16), except what was thrown at it.
            if (failure == null) {
                failure = failures.apply(e);
                signal(false);
            }
        }
    }
}
