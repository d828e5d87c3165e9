package dev.tenstep.rpc;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ClientKernel;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.ReplyTo;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Spreads calls over the kernels of several endpoints, the ready ones first, in turn. Safe for use by many threads. */
final class RoundRobin implements Exchange {
    private final List<ClientKernel> kernels;
    private final AtomicInteger turn = new AtomicInteger();

    RoundRobin(List<ClientKernel> kernels) {
        this.kernels = kernels;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        int first = Math.floorMod(turn.getAndIncrement(), kernels.size());
        for (int i = 0; i < kernels.size(); i++) {
            ClientKernel kernel = kernels.get((first + i) % kernels.size());
            if (kernel.ready()) {
                kernel.exchange(call, replyTo);
                return;
            }
            kernel.connect();
        }
        kernels.get(first).exchange(call, replyTo);
    }
}
