package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;

/** The same service, promising that its handlers never block: they run in the event loop. */
@RpcService
@NonBlocking
public interface NonBlockingUsers extends TenstepUsers {}
