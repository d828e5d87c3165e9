package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;

/** The same service for a server whose publishers never block. */
@RpcService("UserStreams")
@NonBlocking
public interface NonBlockingUserStreams extends UserStreams {}
