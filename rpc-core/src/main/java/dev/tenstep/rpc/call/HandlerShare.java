package dev.tenstep.rpc.call;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A connection's part of what a server does: the handlers that work for it, the calls that wait for one, and the work that goes
 * on though its call was given up. A kernel makes one for each connection. Safe for use by many threads.
 */
public final class HandlerShare {
    private final WorkerPool pool;
    private final int maxAbandoned;
    private final AtomicInteger abandoned = new AtomicInteger();

    HandlerShare(WorkerPool pool, int maxAbandoned) {
        this.pool = pool;
        this.maxAbandoned = maxAbandoned;
    }

    /** Takes the call out of the queue; false if it does not wait there. */
    boolean withdraw(PoolTask call) {
        return call.waiting() && pool.withdraw(call);
    }

    /** A call was given up, and its handler goes on. */
    void workAbandoned() {
        abandoned.incrementAndGet();
    }

    /** The handler of a call that was given up has ended. */
    void abandonedWorkEnded() {
        abandoned.decrementAndGet();
    }

    /** How many handlers work on calls that were given up. */
    public int abandoned() {
        return abandoned.get();
    }

    /** What a call is told that it refuses for that. */
    String refusal() {
        return "the connection has " + abandoned
                + " calls that were given up and whose handlers go on (expected: fewer than " + maxAbandoned + ")";
    }

    /** What holds the handlers for which a call waited in vain, for people to read; empty if some were free. */
    String whyItWaited() {
        return "";
    }

    /** Whether they are so many that the connection gets no further call. */
    boolean tooMuchAbandoned() {
        return abandoned.get() >= maxAbandoned;
    }
}
