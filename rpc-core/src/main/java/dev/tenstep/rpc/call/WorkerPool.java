package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that may block, many a microsecond apart. A pool that wakes a thread for each task spends more on waking than a
 * short task takes; this one keeps as many workers awake as there are processors, which take task after task from one queue,
 * and adds more only when the queue does not move as fast as it should: then the workers are blocked. Who watches that is one
 * thread, once a millisecond while there is a queue.
 *
 * <p>Safe for use by many threads: the queue and the stack of idle workers are concurrent, the counts atomic.
 */
public final class WorkerPool implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long KEEP_IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** A queue that takes longer than this many ticks to empty at the present rate calls for more workers. */
    private static final int PATIENCE_TICKS = 4;

    private final int maxWorkers;
    private final int capacity;
    private final int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
    private final ThreadFactory threads;
    private final Queue<PoolTask> queue = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger awake = new AtomicInteger();
    private final AtomicInteger workers = new AtomicInteger();
    private final LongAdder taken = new LongAdder();
    private final Thread monitor;
    private volatile boolean monitorSleeps;
    private volatile boolean closed;

    /**
     * Makes one.
     *
     * @param maxWorkers how many tasks run at once at the most
     * @param queueCapacity how many more may wait; {@link Integer#MAX_VALUE} never refuses
     */
    public WorkerPool(String name, int maxWorkers, int queueCapacity) {
        this.maxWorkers = maxWorkers;
        this.capacity = (int) Math.min(Integer.MAX_VALUE, (long) maxWorkers + queueCapacity);
        this.threads = WorkerThreads.factory(name);
        this.monitor = new Thread(this::watch, name + "-monitor");
        monitor.setDaemon(true);
        monitor.start();
    }

    /** Runs the task in a worker, now or when there is one; false if as many run and wait as may. */
    public boolean tryExecute(Runnable task) {
        return tryExecute(new PoolTask.Plain(task));
    }

    /** Takes the task out of the queue; false if it does not wait there. */
    boolean withdraw(PoolTask task) {
        if (!task.take()) {
            return false;
        }
        admitted.decrementAndGet();
        queue.remove(task);
        return true;
    }

    /** As {@link #tryExecute(Runnable)}. */
    boolean tryExecute(PoolTask task) {
        if (closed) {
            return false;
        }
        if (admitted.incrementAndGet() > capacity) {
            admitted.decrementAndGet();
            return false;
        }
        task.waits();
        queue.offer(task);
        if (awake.get() < processors) {
            addWorker();
        } else if (monitorSleeps) {
            monitorSleeps = false;
            LockSupport.unpark(monitor);
        }
        return true;
    }

    @Override
    public void execute(Runnable task) {
        if (!tryExecute(task)) {
            throw new RejectedExecutionException(
                    closed
                            ? "the pool is closed"
                            : admitted + " tasks run and wait (expected: fewer than " + capacity + ")");
        }
    }

    /** Wakes an idle worker or starts one; does nothing where there are as many as there may be. */
    private void addWorker() {
        Worker sleeper = idle.pollFirst();
        if (sleeper != null) {
            awake.incrementAndGet();
            sleeper.wake();
            return;
        }
        if (workers.incrementAndGet() > maxWorkers) {
            workers.decrementAndGet();
            return;
        }
        awake.incrementAndGet();
        Worker worker = new Worker();
        try {
            worker.thread = threads.newThread(worker);
            worker.thread.start();
        } catch (Throwable e) {
            awake.decrementAndGet();
            workers.decrementAndGet();
            LOG.warn("no thread for another worker; {} go on", workers, e);
            // It tries again as long as tasks wait.
            LockSupport.unpark(monitor);
        }
    }

    /** The monitor's loop: adds workers as long as the queue moves too slowly for those that are awake. */
    private void watch() {
        long before = 0;
        while (!closed) {
            if (queue.isEmpty()) {
                monitorSleeps = true;
                if (queue.isEmpty()) {
                    LockSupport.park(this);
                }
                monitorSleeps = false;
                before = taken.sum();
            }
            LockSupport.parkNanos(this, TICK_NANOS);
            long now = taken.sum();
            int waiting = admitted.get() - awake.get();
            if (!queue.isEmpty() && waiting > (now - before) * PATIENCE_TICKS) {
                int more = Math.min(waiting, Math.max(1, awake.get()));
                for (int i = 0; i < more; i++) {
                    addWorker();
                }
            }
            before = now;
        }
    }

    /** Takes no more tasks; those that wait are still run. Does not wait for them. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(monitor);
        for (Worker worker = idle.pollFirst(); worker != null; worker = idle.pollFirst()) {
            awake.incrementAndGet();
            worker.wake();
        }
    }

    /** How many tasks run or wait. */
    public int load() {
        return admitted.get();
    }

    private final class Worker implements Runnable {
        private @Nullable Thread thread;
        private volatile boolean asleep;

        void wake() {
            asleep = false;
            LockSupport.unpark(requireNonNull(thread));
        }

        @Override
        public void run() {
            boolean up;
            do {
                for (PoolTask task = queue.poll(); task != null; task = queue.poll()) {
                    if (task.take()) {
                        taken.increment();
                        runTask(task);
                    }
                }
                up = closed;
            } while (!up && waitForWork());
            if (up) {
                awake.decrementAndGet();
            }
            workers.decrementAndGet();
            // A task may have come since the last look at the queue, and counted on this worker.
            if (!queue.isEmpty()) {
                addWorker();
            }
        }

        private void runTask(PoolTask task) {
            try {
                task.work();
            } catch (Throwable e) {
                LOG.error("a task failed", e);
            } finally {
                admitted.decrementAndGet();
            }
        }

        /** Sleeps until there is work; false if there was none for so long that the worker is to end. */
        private boolean waitForWork() {
            asleep = true;
            idle.addFirst(this);
            awake.decrementAndGet();
            if (!queue.isEmpty() && rise()) {
                return true;
            }
            long end = System.nanoTime() + KEEP_IDLE_NANOS;
            while (asleep) {
                if (closed && rise()) {
                    return true;
                }
                LockSupport.parkNanos(WorkerPool.this, end - System.nanoTime());
                if (asleep && System.nanoTime() - end >= 0 && idle.remove(this)) {
                    return false;
                }
            }
            return true;
        }

        /** Takes itself off the stack of idle workers; false if somebody else has, who wakes it. */
        private boolean rise() {
            if (!idle.remove(this)) {
                return false;
            }
            awake.incrementAndGet();
            asleep = false;
            return true;
        }
    }
}
