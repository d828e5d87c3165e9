package dev.tenstep.rpc.call;

/**
 * Decides where a method's calls run: in the kernel's thread if the method says that it does not block, else in the pool, or
 * nowhere if the pool is full. Behind it stand the filters and the handle.
 */
final class Dispatcher implements Exchange {
    private final Exchange next;
    private final WorkerPool pool;

    /** Makes one for the methods that may block. */
    Dispatcher(Exchange next, WorkerPool pool) {
        this.next = next;
        this.pool = pool;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        ((IncomingCall) call).keepArguments();
        if (!pool.tryExecute(() -> run(call, replyTo))) {
            replyTo.fail(RpcException.notStarted(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the server is full: " + pool.load() + " calls run and wait for a handler",
                    null));
        }
    }

    private void run(Call call, ReplyTo replyTo) {
        if (call.cancelled()) {
            String text = call.method().displayName() + " was cancelled while it waited for a handler";
            replyTo.fail(RpcException.notStarted(StatusCode.CANCELLED, text, null));
        } else if (call.deadlineNanos() != 0 && call.remainingNanos() <= 0) {
            String text = "the deadline of " + call.method().displayName()
                    + " passed in step 3: the call had arrived and waited for a handler";
            replyTo.fail(RpcException.notStarted(StatusCode.DEADLINE_EXCEEDED, text, null));
        } else {
            IncomingCall incoming = (IncomingCall) call;
            incoming.workBegins();
            try {
                next.exchange(call, replyTo);
            } finally {
                incoming.workEnds();
            }
        }
    }
}
