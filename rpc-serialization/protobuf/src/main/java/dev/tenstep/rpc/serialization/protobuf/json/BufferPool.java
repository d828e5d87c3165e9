package dev.tenstep.rpc.serialization.protobuf.json;

import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import org.jspecify.annotations.Nullable;

/**
 * The source of the buffers of generators and parsers. Each platform thread has its own; virtual threads share
 * theirs, since there may be any number of them. Used by many threads.
 */
final class BufferPool implements RecyclerPool<BufferRecycler> {
    private static final long serialVersionUID = 1;

    /** The class of all virtual threads; null where the JVM has none. */
    private static final @Nullable Class<?> VIRTUAL = virtualThread();

    private final RecyclerPool<BufferRecycler> ofThread = JsonRecyclerPools.threadLocalPool();
    private final RecyclerPool<BufferRecycler> shared = JsonRecyclerPools.newConcurrentDequePool();

    private static @Nullable Class<?> virtualThread() {
        try {
            return Class.forName("java.lang.BaseVirtualThread");
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public BufferRecycler acquireAndLinkPooled() {
        return pool().acquireAndLinkPooled(); // linked to the pool it goes back to
    }

    @Override
    public BufferRecycler acquirePooled() {
        return pool().acquirePooled();
    }

    @Override
    public void releasePooled(BufferRecycler buffers) {
        pool().releasePooled(buffers);
    }

    private RecyclerPool<BufferRecycler> pool() {
        return VIRTUAL != null && VIRTUAL.isInstance(Thread.currentThread()) ? shared : ofThread;
    }
}
