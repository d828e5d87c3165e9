package dev.tenstep.rpc.stream;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A user's {@link Stream} as a publisher. {@link #run} takes its elements as they are requested, in a thread that may
 * block, and closes the stream there, whatever happens.
 *
 * <p>Threads: run by one; requested and cancelled by any.
 */
public final class StreamPublisher implements Flow.Publisher<Object>, Flow.Subscription, Runnable {
    private final Stream<?> source;
    private final @Nullable Executor runner;
    private final AtomicLong demand = new AtomicLong();
    private volatile Flow.@Nullable Subscriber<? super Object> subscriber;
    private volatile @Nullable Thread thread;
    private volatile boolean cancelled;

    /**
     * Makes a publisher.
     *
     * @param runner runs it on subscription; null if its maker runs it
     */
    public StreamPublisher(Stream<?> source, @Nullable Executor runner) {
        this.source = source;
        this.runner = runner;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> newSubscriber) {
        requireNonNull(newSubscriber, "newSubscriber");
        newSubscriber.onSubscribe(this);
        subscriber = newSubscriber;
        if (runner != null) {
            runner.execute(this);
        }
    }

    @Override
    public void request(long n) {
        demand.addAndGet(n);
        wake();
    }

    @Override
    public void cancel() {
        cancelled = true;
        wake();
    }

    private void wake() {
        Thread waiting = thread;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    @Override
    public void run() {
        Flow.Subscriber<? super Object> to = subscriber;
        thread = Thread.currentThread();
        try (source) {
            if (to != null) {
                push(to);
            }
        } catch (Throwable e) {
            if (to != null && !cancelled) {
                to.onError(e);
            }
            return;
        } finally {
            thread = null;
        }
        if (to != null && !cancelled) {
            to.onComplete();
        }
    }

    /**
     * Lets the stream push. Pulling, by its iterator or its spliterator, takes the inner stream of a flatMap whole,
     * however long it is. The stream goes on to the next element when that is requested.
     */
    private void push(Flow.Subscriber<? super Object> to) {
        if (awaitDemand()) {
            source.sequential().forEachOrdered(element -> {
                if (element == null) {
                    throw new NullPointerException("null in a stream (expected: elements)");
                }
                if (!cancelled) {
                    to.onNext(element);
                }
                if (!awaitDemand()) {
                    throw new Abandoned();
                }
            });
        }
    }

    /** Breaks out of a running stream; an Error, so that user code on the way out lets it pass. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;

        Abandoned() {
            super("nobody consumes the stream's elements any more", null, false, false);
        }
    }

    /** Waits until an element is requested; false if none is any more. */
    private boolean awaitDemand() {
        while (demand.get() == 0 && !cancelled) {
            LockSupport.park(this);
            if (Thread.currentThread().isInterrupted()) {
                throw new RpcException(
                        StatusCode.CANCELLED, "the thread that takes the stream's elements was interrupted");
            }
        }
        demand.decrementAndGet();
        return !cancelled;
    }

    /** Closes the stream if nobody consumed it. */
    public void abandon() {
        if (subscriber == null) {
            source.close();
        }
    }
}
