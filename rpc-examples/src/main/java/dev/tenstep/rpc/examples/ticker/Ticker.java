package dev.tenstep.rpc.examples.ticker;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.Flow;

/** Reports prices as they change. */
@RpcService("Ticker")
public interface Ticker {

    /**
     * Publishes the next prices of a symbol, as they come. Each subscriber makes a call of its own, and receives no
     * more prices than it requests. Cancelling the subscription ends the call on the server too.
     *
     * @param count of prices, 1 or more; else it is refused with INVALID_ARGUMENT
     */
    Flow.Publisher<Tick> watch(String symbol, int count);
}
