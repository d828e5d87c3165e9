package dev.tenstep.rpc.worker;

/** A clock, and the thread in which tasks run later. Safe for use by many threads. */
public interface Timer extends AutoCloseable {

    /** As {@link System#nanoTime()}. */
    long nanoTime();

    /** Runs the task later, in another thread; returns what cancels it, unless it has begun. */
    Runnable after(long nanos, Runnable task);

    /** Runs all that waits, at once and in this thread; and from now on whatever comes. */
    @Override
    void close();
}
