package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.worker.WorkerPool;

/** Lets the pool's workers run a method's calls, since they may block, or refuses them if the pool is full. */
final class Dispatcher implements Exchange {
    private final WorkerPool pool;

    /** Makes a dispatcher to a pool. */
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
                    "the server is full: " + pool.load() + " calls are running or waiting" + pool.inUse()));
        }
    }
}
