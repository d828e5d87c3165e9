package dev.tenstep.rpc.worker;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.ThreadState;
import dev.tenstep.rpc.call.Thrown;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks that may block, often a microsecond apart. A pool that wakes a thread for each task spends more on waking
 * than a short task takes. This one keeps as many workers awake as there are processors, which take task after task
 * from one queue. It adds more only when the queue moves too slowly, which means that the workers are blocked. One
 * monitor thread watches that, once a millisecond while there is a queue.
 *
 * <p>A connection may use only its {@link HandlerShare} of the workers. Once it does, further tasks of it go to the
 * connection's own line, when they are submitted or when a worker comes upon them. Workers alternate between the queue
 * and the lines, and serve the lines in turn. Tasks of one connection run in order of arrival, wherever they wait.
 *
 * <p>Safe for use by many threads: the queue and the stack of idle workers are concurrent, the counts atomic. A worker
 * that dies, for whatever reason, is counted out and replaced.
 *
 * <p>Longer than other files: the pool and its workers share every count.
 */
public final class WorkerPool implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    /** The interval between two looks at what runs in event loops. */
    public static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long KEEP_IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** The ticks that the queue may take to empty before more workers are added. */
    private static final int PATIENCE_TICKS = 4;
    /** The number of withdrawn tasks that the queue may hold beyond the number of waiting ones. */
    private static final int WITHDRAWN = 64;

    private static final int CROWDED_TICKS = 16;
    private final int maxWorkers;
    private final int capacity;
    private final int processors = Math.max(1, Runtime.getRuntime().availableProcessors());
    private final ThreadFactory threads;
    private final Queue<PoolTask> queue = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedDeque<Worker> idle = new ConcurrentLinkedDeque<>();
    private final Set<Worker> all = ConcurrentHashMap.newKeySet();
    private final Lines lines = new Lines();
    private final AtomicInteger admitted = new AtomicInteger();
    private final AtomicInteger awake = new AtomicInteger();
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicInteger withdrawn = new AtomicInteger();
    private final LongAdder taken = new LongAdder();
    private final PoolUse use;
    private final RefusalLog abandonedRefusals = new RefusalLog("rpc.server.abandoned.limit");
    private final Thread monitor;
    private volatile Runnable crowdedAction = () -> {};
    private volatile @Nullable Runnable lookAction;
    private long lookedNanos = System.nanoTime();
    private int stalledTicks;
    private volatile boolean monitorSleeps;
    private volatile boolean closed;

    /**
     * Makes a pool.
     *
     * @param maxWorkers the maximum of tasks that run at once
     * @param queueCapacity the number of tasks that may wait; {@link Integer#MAX_VALUE} never refuses
     */
    public WorkerPool(String name, int maxWorkers, int queueCapacity) {
        this(name, maxWorkers, queueCapacity, WorkerThreads.factory(name));
    }

    WorkerPool(String name, int maxWorkers, int queueCapacity, ThreadFactory threads) {
        this.maxWorkers = maxWorkers;
        this.capacity = (int) Math.min(Integer.MAX_VALUE, (long) maxWorkers + queueCapacity);
        this.threads = threads;
        this.use = new PoolUse(name, maxWorkers);
        this.monitor = new Thread(this::watch, name + "-monitor");
        monitor.setDaemon(true);
        monitor.start();
    }

    /** Runs the task in a worker, now or when one is free; false if the pool and its queue are full. */
    public boolean tryExecute(Runnable task) {
        return tryExecute(new PoolTask.Plain(task));
    }

    /** Runs the task as {@link #tryExecute(Runnable)} does. */
    public boolean tryExecute(PoolTask task) {
        if (closed) {
            return false;
        }
        int before = admitted.getAndIncrement();
        HandlerShare share = task.share();
        if (isFull(share, capacity - before + lines.parked())
                && isFull(share, capacity - before + lines.countParked())) {
            admitted.decrementAndGet();
            return false;
        }
        task.waits();
        boolean queued = false;
        try {
            if (share != null && share.holds(free())) {
                hold(share, task);
            } else {
                queue.offer(task);
                wake();
            }
            queued = true;
        } finally {
            if (!queued && task.take()) {
                admitted.decrementAndGet();
            }
        }
        return true;
    }

    private static boolean isFull(@Nullable HandlerShare share, int freePlaces) {
        return freePlaces <= 0 || (share != null && share.isFull(freePlaces));
    }

    /** The number of workers that are free or could be started. */
    private int free() {
        return maxWorkers - awake.get();
    }

    private void hold(HandlerShare share, PoolTask task) {
        if (share.hold(task)) {
            lines.add(share);
        }
        // A worker may have become free meanwhile without seeing the task.
        if (share.mayHaveAnother(free())) {
            wake();
        }
    }

    /** Notes that a line may move again: the monitor adds a worker for each of its tasks that may run. */
    void lineMayMove() {
        if (lineMoves()) {
            wake();
            wakeMonitor();
        }
    }

    private void wake() {
        if (awake.get() < processors) {
            addWorker();
        }
        if (awake.get() >= processors || workers.get() >= maxWorkers) {
            wakeMonitor();
        }
    }

    private void wakeMonitor() {
        if (monitorSleeps) {
            monitorSleeps = false;
            LockSupport.unpark(monitor);
        }
    }

    @Override
    public void execute(Runnable task) {
        if (!tryExecute(task)) {
            throw new RejectedExecutionException(
                    closed
                            ? "the pool is closed"
                            : admitted + " tasks are running or waiting (expected: fewer than " + capacity + ")");
        }
    }

    /** Removes the task from the queue; false if it does not wait there. */
    public boolean withdraw(PoolTask task) {
        if (!task.take()) {
            return false;
        }
        int waiting = admitted.decrementAndGet();
        if (withdrawn.incrementAndGet() > WITHDRAWN + waiting) {
            withdrawn.set(0);
            queue.removeIf(each -> !each.waiting());
            lines.sweep();
        }
        return true;
    }

    /** Wakes an idle worker or starts one; does nothing if the pool is at its maximum. Never throws. */
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
        try {
            Worker worker = new Worker();
            worker.thread = threads.newThread(worker);
            worker.thread.start();
        } catch (Throwable e) {
            awake.decrementAndGet();
            workers.decrementAndGet();
            use.warn("no thread for another worker", workers.get(), e);
            // The monitor retries as long as tasks wait.
            LockSupport.unpark(monitor);
        }
    }

    /** Adds workers, as the monitor's loop, as long as the queue moves too slowly for those that are awake. */
    private void watch() {
        long before = 0;
        while (!closed) {
            try {
                before = tick(before);
                look();
            } catch (Throwable e) {
                use.warn("the monitor failed and continues", workers.get(), e);
            }
        }
    }

    private long tick(long takenBefore) {
        long before = takenBefore;
        if (queue.isEmpty()) {
            sleep();
            before = taken.sum();
        }
        LockSupport.parkNanos(this, TICK_NANOS);
        long now = taken.sum();
        if (queue.isEmpty()) {
            return now;
        }
        int waiting = admitted.get() - awake.get() - lines.tasks();
        if (waiting > (now - before) * PATIENCE_TICKS) {
            int more = Math.min(waiting, Math.max(1, awake.get()));
            for (int i = 0; i < more && !queue.isEmpty(); i++) {
                addWorker();
            }
        }
        stalledTicks = now != before ? 0 : stalledTicks + 1;
        if (stalledTicks > 0 && stalledTicks % CROWDED_TICKS == 0 && workers.get() >= maxWorkers) {
            crowdedAction.run();
        }
        return now;
    }

    /** Registers an action that runs repeatedly while the maximum of workers is blocked and tasks wait. */
    public void whenCrowded(Runnable help) {
        crowdedAction = help;
    }

    /** Registers an action that the monitor runs, about twice a second. */
    public void whenLooking(Runnable look) {
        lookAction = look;
        LockSupport.unpark(monitor);
    }

    /** The waiting tasks, as an iteration finds them, without those in the connections' own lines. */
    public Iterable<PoolTask> waiting() {
        return queue;
    }

    private void sleep() {
        monitorSleeps = true;
        if (lineMoves()) {
            addWorker();
        } else if (queue.isEmpty() && !closed) {
            if (lookAction == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        }
        monitorSleeps = false;
    }

    private void look() {
        Runnable looks = lookAction;
        long now = System.nanoTime();
        if (looks != null && now - lookedNanos >= LOOK_NANOS) {
            lookedNanos = now;
            looks.run();
        }
    }

    /** Returns whether some connection's line has a task that may run now. */
    private boolean lineMoves() {
        return lines.moves(free());
    }

    /** Accepts no more tasks; those that wait still run. Does not wait for them. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(monitor);
        for (Worker worker = idle.pollFirst(); worker != null; worker = idle.pollFirst()) {
            awake.incrementAndGet();
            worker.wake();
        }
    }

    /** Returns whether the calling thread is one of its workers. */
    public boolean inWorker() {
        Thread self = Thread.currentThread();
        return all.stream().anyMatch(worker -> worker.thread == self);
    }

    /** The number of tasks that run or wait. */
    public int load() {
        return admitted.get();
    }

    /** The log of calls that are refused for what their connections have abandoned. */
    RefusalLog abandonedRefusals() {
        return abandonedRefusals;
    }

    /** A text about what the workers are doing, at most a second old; empty if most of them are free. */
    public String inUse() {
        if (2L * awake.get() < maxWorkers) {
            return "";
        }
        return use.text(() -> all.stream().flatMap(worker -> {
            PoolTask task = worker.running;
            return task == null ? Stream.of() : Stream.of(task.label());
        }));
    }

    private final class Worker implements Runnable {
        private @Nullable Thread thread;
        private volatile boolean asleep;
        private final Seat seat = new Seat();
        private @Nullable PoolTask running;
        private boolean lineFirst;

        void wake() {
            asleep = false;
            LockSupport.unpark(thread);
        }

        @Override
        public void run() {
            try {
                all.add(this);
                boolean up;
                do {
                    for (PoolTask task = next(); task != null; task = next()) {
                        taken.increment();
                        runTask(task);
                    }
                    seat.leave();
                    up = closed;
                } while (!up && waitForWork());
            } catch (Throwable e) {
                use.warn("a worker died and is being replaced", workers.get(), e);
            } finally {
                end();
            }
        }

        /** Counts the worker out, whatever made it end. */
        private void end() {
            seat.leave();
            // A thread that took it off the stack has counted it as awake.
            if (!asleep || !idle.remove(this)) {
                awake.decrementAndGet();
            }
            workers.decrementAndGet();
            all.remove(this);
            // A task may have come since the last look at the queue, and counted on this worker.
            if (!queue.isEmpty() || lineMoves()) {
                addWorker();
            }
        }

        private @Nullable PoolTask next() {
            lineFirst = !lineFirst && !lines.isEmpty();
            PoolTask task = lineFirst ? fromLines() : fromQueue();
            return task != null ? task : lineFirst ? fromQueue() : lines.isEmpty() ? null : fromLines();
        }

        private @Nullable PoolTask fromQueue() {
            for (PoolTask task = queue.poll(); task != null; task = queue.poll()) {
                if (task.waiting() && takeOrHold(task)) {
                    return task;
                }
            }
            return null;
        }

        /** Takes the task, or puts it into its connection's line. */
        private boolean takeOrHold(PoolTask task) {
            try {
                HandlerShare share = task.share();
                if ((share == null || !share.holdsEarlier()) && seat.take(share, free())) {
                    if (task.take()) {
                        return true;
                    }
                    seat.giveRoom();
                    return false;
                }
                hold(requireNonNull(share), task);
                return false;
            } catch (Throwable e) {
                // It is no longer in a queue, and would be counted forever.
                if (task.take()) {
                    admitted.decrementAndGet();
                    task.lost(e);
                }
                throw e;
            }
        }

        /** Takes a task from the first line that may have another worker; lines before it go to the end of the list. */
        private @Nullable PoolTask fromLines() {
            for (int i = lines.size(); i > 0; i--) {
                HandlerShare share = lines.poll();
                if (share == null) {
                    return null;
                }
                PoolTask task = seat.take(share, free()) ? share.poll() : null;
                share.unlisted();
                if (share.holdsAny()) {
                    lines.add(share);
                }
                if (task != null) {
                    return task;
                }
                seat.giveRoom();
            }
            return null;
        }

        private void runTask(PoolTask task) {
            Thread self = Thread.currentThread();
            ClassLoader loader = self.getContextClassLoader();
            String called = self.getName();
            int priority = self.getPriority();
            running = task;
            try {
                task.work();
            } catch (Throwable e) {
                Thrown.log(LOG, "a task failed", e);
            } finally {
                running = null;
                seat.giveRoom();
                admitted.decrementAndGet();
                ThreadState.restore(self, false, loader, called, priority);
            }
        }

        /** Sleeps until there is work; false if there was none for so long that the worker should end. */
        private boolean waitForWork() {
            asleep = true;
            idle.addFirst(this);
            awake.decrementAndGet();
            if ((!queue.isEmpty() || lineMoves()) && leaveIdle()) {
                return true;
            }
            long end = System.nanoTime() + KEEP_IDLE_NANOS;
            while (asleep) {
                if (closed && leaveIdle()) {
                    return true;
                }
                LockSupport.parkNanos(WorkerPool.this, end - System.nanoTime());
                if (asleep && System.nanoTime() - end >= 0 && leaveIdle()) {
                    return false;
                }
            }
            return true;
        }

        /** Removes itself from the stack of idle workers; false if another thread has done so, which wakes it. */
        private boolean leaveIdle() {
            if (!idle.remove(this)) {
                return false;
            }
            awake.incrementAndGet();
            asleep = false;
            return true;
        }
    }
}
