package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a call's elements that wait on this side, outgoing or incoming, counted as held for the peer until they go
 * on or the call ends. Any thread.
 */
final class WaitingBytes {
    private final MemoryBudget.Share memory;
    private final AtomicInteger bytes = new AtomicInteger();
    private volatile boolean over;

    /** Makes a count of a new call. */
    WaitingBytes(MemoryBudget.Share memory) {
        this.memory = memory;
    }

    /** Returns why there is no room for an element; null if there is. */
    @Nullable
    RpcException full(int element) {
        return memory.fits(element) ? null : memory.failure("an element");
    }

    /** Adds an element's. */
    void add(int more) {
        bytes.addAndGet(more);
        memory.held().add(more);
        if (over) {
            releaseAll();
        }
    }

    /** Takes an element's away. */
    void remove(int fewer) {
        // The end of the call may have released some already.
        int before = bytes.getAndUpdate(n -> Math.max(0, n - fewer));
        memory.held().add(-Math.min(before, fewer));
    }

    /** Ends the call. */
    void close() {
        over = true;
        releaseAll();
    }

    /** Returns whether the call has ended. */
    boolean closed() {
        return over;
    }

    private void releaseAll() {
        memory.held().add(-bytes.getAndSet(0));
    }
}
