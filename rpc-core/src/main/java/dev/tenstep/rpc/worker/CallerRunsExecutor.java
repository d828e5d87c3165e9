package dev.tenstep.rpc.worker;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An executor that never refuses a task: if the delegate rejects one, as when it is closed or out of memory, the task
 * runs in the caller's thread.
 */
public record CallerRunsExecutor(Executor executor) implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(CallerRunsExecutor.class);

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (Throwable e) {
            LOG.debug("the executor rejected a task; it runs here", e);
            task.run();
        }
    }
}
