package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.worker.WorkerPool;

/** Has a method's calls run by the pool's workers, since they may block, or refuses them where the pool is full. */
final class Dispatcher implements Exchange {
    private final WorkerPool pool;

    /** Makes one. */
    Dispatcher(WorkerPool pool) {
        this.pool = pool;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        IncomingCall incoming = (IncomingCall) call;
        incoming.keepArguments();
        if (!pool.tryExecute(incoming)) {
            incoming.refuse(Refusal.of(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the server is full: " + pool.load() + " calls run and wait for a handler" + pool.inUse()));
        }
    }
}
