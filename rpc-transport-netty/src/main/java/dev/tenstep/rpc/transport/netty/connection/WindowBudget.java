package dev.tenstep.rpc.transport.netty.connection;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that the incoming streams of a connection may have under way together, beyond those that each starts with. Any
 * thread.
 */
public final class WindowBudget {
    private final long all;
    private final AtomicLong left;
    private final AtomicInteger moving = new AtomicInteger();

    /** Makes one of so many bytes. */
    public WindowBudget(long bytes) {
        this.all = bytes;
        this.left = new AtomicLong(bytes);
    }

    /** Takes that many bytes, or as many as are left. Returns how many it took. */
    public int take(int most) {
        long before = left.getAndUpdate(bytes -> bytes - Math.min(bytes, most));
        return (int) Math.min(before, most);
    }

    /** Gives bytes back. */
    public void give(int bytes) {
        left.addAndGet(bytes);
    }

    /** Returns the bytes that are left. */
    public long left() {
        return left.get();
    }

    /** Counts another stream among those that share the bytes, or, by -1, one less. */
    public void count(int more) {
        moving.addAndGet(more);
    }

    /** Returns the part of one of those streams in bytes, if all have the same. */
    public long share() {
        return all / Math.max(1, moving.get());
    }

    /** Returns whether at least half is left. */
    public boolean plenty() {
        return left.get() >= all / 2;
    }
}
