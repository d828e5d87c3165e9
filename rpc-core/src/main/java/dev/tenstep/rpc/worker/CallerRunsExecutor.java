package dev.tenstep.rpc.worker;

import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Never refuses a task: what the executor does not take, as when it is closed or has no memory, runs where it was given. */
public record CallerRunsExecutor(Executor executor) implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(CallerRunsExecutor.class);

    @Override
    public void execute(Runnable task) {
        try {
            executor.execute(task);
        } catch (Throwable e) {
            LOG.debug("the executor refuses; the task runs here", e);
            task.run();
        }
    }
}
