package dev.tenstep.rpc.examples.doorman;

import dev.tenstep.rpc.contract.RpcService;

/** Knows its callers, if the connection identifies them. */
@RpcService("Doorman")
public interface Doorman {

    /** Greets the caller by the name in the certificate, or as a stranger if there is none, as without mutual TLS. */
    String greet();
}
