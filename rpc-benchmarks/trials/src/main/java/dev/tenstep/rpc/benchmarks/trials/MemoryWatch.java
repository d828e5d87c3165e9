package dev.tenstep.rpc.benchmarks.trials;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Records the peak memory use of this JVM since the last query. It samples every 10 ms, in a thread of its own. */
final class MemoryWatch implements AutoCloseable {
    private static final int MEGABYTE = 1 << 20;

    private volatile long heap;
    private volatile long direct;
    private volatile boolean closed;

    MemoryWatch() {
        Thread thread = new Thread(this::watch, "memory-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!closed) {
            look();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private synchronized void look() {
        heap = Math.max(
                heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        long now = Math.max(0, PlatformDependent.usedDirectMemory());
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            now += pool.getName().equals("direct") ? pool.getMemoryUsed() : 0;
        }
        direct = Math.max(direct, now);
    }

    synchronized void reset() {
        heap = 0;
        direct = 0;
    }

    long heapMegabytes() {
        look();
        return heap / MEGABYTE;
    }

    /** Returns Netty's and the JDK's direct memory; memory that belongs to both is counted twice. */
    long directMegabytes() {
        look();
        return direct / MEGABYTE;
    }

    @Override
    public void close() {
        closed = true;
    }
}
