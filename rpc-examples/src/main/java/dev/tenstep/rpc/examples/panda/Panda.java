package dev.tenstep.rpc.examples.panda;

import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;

/** Knows the number that follows a number. It never blocks, so it may run in the thread that reads messages. */
@RpcService("Panda")
@NonBlocking
public interface Panda {

    /** Returns the number after this one. */
    @Idempotent(sideEffects = false)
    int Getinfo(int number);
}
