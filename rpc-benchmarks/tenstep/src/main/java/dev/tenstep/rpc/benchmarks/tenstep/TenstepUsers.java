package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.users.BlockingUsers;
import dev.tenstep.rpc.contract.RpcService;

/** The service as it is served and as blocking clients call it. Its handlers run on the server's handler threads. */
@RpcService("Users")
public interface TenstepUsers extends BlockingUsers {}
