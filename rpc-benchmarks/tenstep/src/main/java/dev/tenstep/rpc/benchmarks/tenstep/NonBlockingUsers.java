package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.users.BlockingUsers;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;

/** The same service for a server whose handlers never block: they run in the event loop. */
@RpcService("Users")
@NonBlocking
public interface NonBlockingUsers extends BlockingUsers {}
