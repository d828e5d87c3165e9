package dev.tenstep.rpc.examples.panda;

import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;

/** Knows the number after a number. It never blocks, so it may run where messages are read. */
@RpcService("Panda")
@NonBlocking
public interface Panda {

    /** The number after this one. */
    @Idempotent
    int Getinfo(int number);
}
