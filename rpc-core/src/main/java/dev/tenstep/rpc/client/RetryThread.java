package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.ThreadState;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.worker.WorkerThreads;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timer of a client: one thread, started by the first call that has to wait. Safe for use by many threads. */
final class RetryThread implements RetryTimer {
    private static final Logger LOG = LoggerFactory.getLogger(RetryThread.class);

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, WorkerThreads.factory("rpc-retry"));
    private final Set<Task> waiting = ConcurrentHashMap.newKeySet();

    /** What waits; whoever takes it out of the set runs it. */
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
                    Thrown.log(LOG, "what waited to be tried again failed", e);
                }
            }
        }
    }

    RetryThread() {
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
