package dev.tenstep.rpc.client;

import dev.tenstep.rpc.worker.PoolTask;
import dev.tenstep.rpc.worker.Timer;
import dev.tenstep.rpc.worker.TimerThread;
import dev.tenstep.rpc.worker.WorkerPool;
import dev.tenstep.rpc.worker.WorkerThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a client's user code: completes futures and signals subscribers. It uses a pool of the client's, which grows
 * while its threads are blocked, or the user's executor. Neither can keep a call from ending:
 *
 * <ul>
 *   <li>When the pool is at its maximum and all threads are blocked, a task waits no longer than its call's deadline.
 *       Then it runs in a spare thread.
 *   <li>A failure that the user's executor does not run soon runs in a spare thread. So does a task that an executor
 *       rejects, and whatever waits when the client is closed.
 * </ul>
 *
 * <p>There is one spare thread, and one more whenever the existing ones have made no progress within {@value
 * #TICK_MILLIS} ms. Safe for use by many threads.
 */
public final class Completions implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

    static final long TICK_MILLIS = 16;
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long IDLE_SECONDS = 1;

    private final Executor executor;
    private final @Nullable WorkerPool pool;
    private final Timer timer;
    private final ThreadPoolExecutor spare = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            WorkerThreads.factory("rpc-spare"));

    private Completions(Executor executor, @Nullable WorkerPool pool) {
        this.executor = executor;
        this.pool = pool;
        this.timer = new TimerThread();
        if (pool != null) {
            pool.whenCrowded(this::helpOut);
        }
    }

    /** Completions that run in a pool of the client's, with at most this many threads. */
    public static Completions pool(int mostThreads) {
        WorkerPool pool = new WorkerPool("rpc-completion", mostThreads, Integer.MAX_VALUE);
        return new Completions(pool, pool);
    }

    /** Completions that run in the user's executor. */
    public static Completions on(Executor executor) {
        return executor instanceof Completions own ? own : new Completions(executor, null);
    }

    @Override
    public void execute(Runnable task) {
        try {
            if (pool == null || !(task instanceof Delivery delivery)) {
                executor.execute(task);
            } else if (!pool.tryExecute((PoolTask) delivery)) {
                spare.execute(task);
            }
        } catch (Throwable e) {
            LOG.debug("the executor rejected a task; it runs in a spare thread", e);
            spare.execute(task);
            return;
        }
        if (pool == null && task instanceof Delivery.Failure failure) {
            timer.after(GRACE_NANOS, () -> helpOut(List.of(failure)));
        }
    }

    /**
     * Hands overdue deliveries to spare threads when the pool is at its maximum and none of its threads has taken a
     * task recently.
     */
    private void helpOut() {
        long now = System.nanoTime();
        List<Delivery> overdue = new ArrayList<>();
        for (PoolTask task : waiting()) {
            if (task instanceof Delivery delivery && delivery.overdue(now, GRACE_NANOS)) {
                overdue.add(delivery);
            }
        }
        helpOut(overdue);
    }

    private Iterable<PoolTask> waiting() {
        return pool == null ? List.of() : pool.waiting();
    }

    private void helpOut(List<Delivery> tasks) {
        if (tasks.stream().anyMatch(Delivery::pending)) {
            spare.execute(() -> tasks.forEach(this::runHere));
        }
    }

    private void runHere(Delivery task) {
        if (pool == null ? task.taken() : pool.withdraw(task)) {
            task.runTaken();
        }
    }

    /** Takes no more tasks into the pool; those that wait still run. */
    @Override
    public void close() {
        if (pool != null) {
            pool.close();
            runAll();
        }
    }

    private void runAll() {
        List<Delivery> left = new ArrayList<>();
        for (PoolTask task : waiting()) {
            if (task instanceof Delivery delivery && delivery.pending()) {
                left.add(delivery);
            }
        }
        if (!left.isEmpty()) {
            helpOut(left);
            timer.after(TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS), this::runAll);
        }
    }
}
