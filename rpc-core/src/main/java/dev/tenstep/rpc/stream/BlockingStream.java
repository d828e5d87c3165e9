package dev.tenstep.rpc.stream;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.lang.ref.Cleaner;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher's elements as a {@link Stream} that blocks its consumer. It requests the first element on demand, and
 * then a few ahead, fewer the longer they are. Closing the stream cancels the publisher; so does dropping it unclosed,
 * with a warning.
 *
 * <p>Threads: signalled by the publisher; consumed by one.
 */
public final class BlockingStream implements Flow.Subscriber<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingStream.class);
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int MAX_AHEAD = 32;
    /** The bytes of elements that are requested ahead. */
    private static final int AHEAD_BYTES = 64 << 10;
    /**
     * The number of elements to request ahead when a filter put another publisher in between, so that their length is
     * unknown.
     */
    private static final int AHEAD_IF_UNKNOWN = 4;

    private final String what;
    private final BlockingQueue<Object> queue = new ArrayBlockingQueue<>(MAX_AHEAD + 2);
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private volatile Flow.@Nullable Subscription publisher;
    private volatile boolean ended;
    private volatile boolean finished;
    /** Elements that were requested and not yet taken; belongs to the consumer. */
    private int outstanding;

    /** The last entry in the queue. */
    private record End(@Nullable Throwable failure) {}

    /** Makes a stream; the description is for errors and logs. */
    public BlockingStream(String what) {
        this.what = what;
    }

    /** The stream; for one thread, once. */
    public Stream<Object> stream() {
        Elements elements = new Elements(this);
        CLEANER.register(elements, this::dropped);
        return StreamSupport.stream(elements, false).onClose(this::close);
    }

    private void dropped() {
        if (!ended && !finished) {
            LOG.warn("{} was dropped and not closed; it is cancelled (expected: try (var stream = ...))", what);
            close();
        }
    }

    private void close() {
        ended = true;
        Flow.Subscription to = publisher;
        if (to != null) {
            to.cancel();
        }
        queue.clear();
        queue.offer(new End(null));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        publisher = subscription;
        if (ended) {
            subscription.cancel();
        }
        subscribed.countDown();
    }

    @Override
    public void onNext(Object element) {
        queue.offer(element);
    }

    @Override
    public void onError(Throwable thrown) {
        finished = true;
        queue.offer(new End(thrown));
    }

    @Override
    public void onComplete() {
        finished = true;
        queue.offer(new End(null));
    }

    /** The next element; null at the end. */
    private @Nullable Object take() {
        if (ended) {
            return null;
        }
        Object next;
        try {
            requestMore();
            next = queue.take();
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new RpcException(
                    StatusCode.CANCELLED, "the thread that takes the elements of " + what + " was interrupted");
        }
        if (next instanceof End end) {
            ended = true;
            if (end.failure != null) {
                throw thrown(end.failure);
            }
            return null;
        }
        outstanding--;
        return next;
    }

    /** Requests elements when half of the allowed number or fewer are outstanding. */
    private void requestMore() throws InterruptedException {
        subscribed.await();
        Flow.Subscription from = requireNonNull(publisher);
        int ahead = from instanceof InboundStream.Received received
                ? Math.max(1, Math.min(MAX_AHEAD, AHEAD_BYTES / Math.max(1, received.typicalBytes())))
                : AHEAD_IF_UNKNOWN;
        if (outstanding <= ahead / 2) {
            int more = ahead - outstanding;
            outstanding = ahead;
            from.request(more);
        }
    }

    /** The exception for the consumer: no signature of a stream has a place for checked exceptions. */
    private RuntimeException thrown(Throwable failure) {
        if (failure instanceof RpcException said) {
            return said.here();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new RpcException(StatusCode.UNKNOWN, what + " failed: " + failure, failure);
    }

    /** The spliterator that only the user's stream refers to, so that the cleaner notices when it is dropped. */
    private static final class Elements extends Spliterators.AbstractSpliterator<Object> {
        private final BlockingStream pull;

        Elements(BlockingStream pull) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.pull = pull;
        }

        @Override
        public boolean tryAdvance(Consumer<? super Object> action) {
            Object next = pull.take();
            if (next == null) {
                return false;
            }
            action.accept(next);
            return true;
        }
    }
}
