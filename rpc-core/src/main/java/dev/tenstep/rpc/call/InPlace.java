package dev.tenstep.rpc.call;

/** Runs calls in the kernel's thread, since they do not block; the thread is afterwards as it was before. */
record InPlace(Exchange next) implements Exchange {

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        Thread thread = Thread.currentThread();
        boolean interrupted = thread.isInterrupted();
        ClassLoader loader = thread.getContextClassLoader();
        String name = thread.getName();
        int priority = thread.getPriority();
        try {
            next.exchange(call, replyTo);
        } finally {
            ThreadState.restore(thread, interrupted, loader, name, priority);
        }
    }
}
