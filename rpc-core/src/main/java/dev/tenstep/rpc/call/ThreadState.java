package dev.tenstep.rpc.call;

import org.jspecify.annotations.Nullable;

/**
 * Restores a thread to the state that it was in before user code ran in it, so that nothing of a call outlives it
 * there.
 */
public final class ThreadState {
    private ThreadState() {}

    /** Runs user code here and now, and restores the thread's state afterwards. */
    public static void keep(Runnable body) {
        Thread thread = Thread.currentThread();
        boolean interrupted = thread.isInterrupted();
        ClassLoader loader = thread.getContextClassLoader();
        String name = thread.getName();
        int priority = thread.getPriority();
        try {
            body.run();
        } finally {
            restore(thread, interrupted, loader, name, priority);
        }
    }

    /**
     * Restores the current thread, for the path of every call, where callers note its state themselves and allocate
     * nothing for {@link #keep}. Only what differs is set.
     */
    @SuppressWarnings({"ReferenceEquality", "ThreadPriorityCheck"}) // identity: a name that was set is another object
    public static void restore(
            Thread thread, boolean interrupted, @Nullable ClassLoader loader, String name, int priority) {
        if (thread.isInterrupted() != interrupted) {
            if (interrupted) {
                thread.interrupt();
            } else {
                Thread.interrupted();
            }
        }
        if (thread.getContextClassLoader() != loader) {
            thread.setContextClassLoader(loader);
        }
        if (thread.getName() != name) {
            thread.setName(name);
        }
        if (thread.getPriority() != priority) {
            thread.setPriority(priority);
        }
    }
}
