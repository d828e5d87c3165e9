package dev.tenstep.rpc.worker;

import dev.tenstep.rpc.call.ThreadState;
import dev.tenstep.rpc.call.Thrown;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A timer with one thread. Safe for use by many threads. */
public final class TimerThread implements Timer {
    private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, WorkerThreads.factory("rpc-timer"));
    private final Set<Task> waiting = ConcurrentHashMap.newKeySet();

    /** A waiting task; whoever removes it from the set runs it. */
    private final class Task implements Runnable {
        private final Runnable body;

        Task(Runnable body) {
            this.body = body;
        }

        @Override
        public void run() {
            if (waiting.remove(this)) {
                try {
                    ThreadState.keep(body);
                } catch (Throwable e) {
                    Thrown.log(LOG, "a task of the timer failed", e);
                }
            }
        }
    }

    /** Makes a timer, whose thread starts with the first task. */
    public TimerThread() {
        thread.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Runnable after(long nanos, Runnable body) {
        Task task = new Task(body);
        waiting.add(task);
        try {
            Future<?> scheduled = thread.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return () -> {
                if (waiting.remove(task)) {
                    scheduled.cancel(false);
                }
            };
        } catch (RejectedExecutionException e) {
            task.run();
            return () -> {};
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        thread.getQueue().clear();
        List.copyOf(waiting).forEach(Runnable::run);
    }
}
