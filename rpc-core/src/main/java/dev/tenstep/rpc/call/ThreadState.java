package dev.tenstep.rpc.call;

import org.jspecify.annotations.Nullable;

/** Puts a thread back into the state that it was in before users' code ran in it; nothing of a call outlives it there. */
public final class ThreadState {
    private ThreadState() {}

    /** Does something that runs users' code, here and now, and leaves nothing of it in the thread. */
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
     * Restores the current thread, for those on the path of every call, who note its state themselves and make no object for
     * {@link #keep}: what differs is set, the rest only looked at.
     */
    @SuppressWarnings({"ReferenceEquality", "ThreadPriorityCheck"
    }) // a name that was set is another object; what was there is restored
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
