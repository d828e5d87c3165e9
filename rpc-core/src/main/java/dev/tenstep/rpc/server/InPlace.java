package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.ThreadState;

/**
 * Runs calls in the kernel's thread, since they do not block, and restores the thread's state afterwards.
 *
 * @param number the method's number in the watch
 */
record InPlace(Exchange next, InPlaceWatch watch, int number) implements Exchange {

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        Thread thread = Thread.currentThread();
        boolean interrupted = thread.isInterrupted();
        ClassLoader loader = thread.getContextClassLoader();
        String name = thread.getName();
        int priority = thread.getPriority();
        long outer = watch.begins(thread, number);
        try {
            next.exchange(call, replyTo);
        } finally {
            watch.ends(thread, outer);
            ThreadState.restore(thread, interrupted, loader, name, priority);
        }
    }
}
