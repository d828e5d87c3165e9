package dev.tenstep.rpc.worker;

/** A clock, and the thread in which tasks run later. Safe for use by many threads. */
public interface Timer extends AutoCloseable {

    /** The time, as {@link System#nanoTime()}. */
    long nanoTime();

    /** Runs the task later, in another thread; the result cancels it, unless it has begun. */
    Runnable after(long nanos, Runnable task);

    /** Runs all waiting tasks, at once and in this thread; tasks that come later run at once. */
    @Override
    void close();
}
