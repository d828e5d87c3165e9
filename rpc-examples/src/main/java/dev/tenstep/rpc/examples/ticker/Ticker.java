package dev.tenstep.rpc.examples.ticker;

import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.Flow;

/** Tells prices as they change. */
@RpcService("Ticker")
public interface Ticker {

    /**
     * The next prices of a symbol, as they come. Whoever subscribes makes a call of their own, and gets no more than they ask
     * for; who cancels the subscription ends it at the server too.
     *
     * @param count of prices, 1 or more; else it is refused with INVALID_ARGUMENT
     */
    Flow.Publisher<Tick> watch(String symbol, int count);
}
