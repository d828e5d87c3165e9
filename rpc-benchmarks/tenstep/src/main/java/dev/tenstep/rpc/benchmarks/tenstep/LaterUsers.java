package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.users.AsyncUsers;
import dev.tenstep.rpc.contract.RpcService;

/** The same service for clients that do not wait. */
@RpcService("Users")
public interface LaterUsers extends AsyncUsers {}
