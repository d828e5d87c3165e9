package dev.tenstep.rpc.examples.doorman;

import dev.tenstep.rpc.contract.RpcService;

/** Knows who calls, where the connection says so. */
@RpcService("Doorman")
public interface Doorman {

    /** Greets whoever calls by the name in their certificate; a stranger where there is none, as without mutual TLS. */
    String greet();
}
