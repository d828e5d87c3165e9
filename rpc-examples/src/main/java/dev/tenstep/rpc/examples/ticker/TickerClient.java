package dev.tenstep.rpc.examples.ticker;

import dev.tenstep.rpc.RpcClient;

/** Watches a price on the server at 127.0.0.1:9090, or at the target given. */
public final class TickerClient {
    private static final int PRICES = 10;

    private TickerClient() {}

    /** Prints ten prices as they come. */
    public static void main(String[] args) {
        try (RpcClient client = RpcClient.to(args.length > 0 ? args[0] : "127.0.0.1:9090");
                Watcher watcher = new Watcher(tick -> System.out.println(tick.number() + ": " + tick.price()))) {
            client.stub(Ticker.class).watch("TEN", PRICES).subscribe(watcher);
            watcher.await();
        }
    }
}
