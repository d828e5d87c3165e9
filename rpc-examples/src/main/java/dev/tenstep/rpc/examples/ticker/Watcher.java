package dev.tenstep.rpc.examples.ticker;

import dev.tenstep.rpc.call.RpcException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes prices one after the other. It requests the next when it has shown one, so that a slow watcher slows the
 * server down instead of piling up prices. Called by one thread at a time; closed by any.
 */
public final class Watcher implements Flow.Subscriber<Tick>, AutoCloseable {
    private final Consumer<Tick> shows;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private volatile Flow.@Nullable Subscription subscription;

    /** Makes one that shows each price. */
    public Watcher(Consumer<Tick> shows) {
        this.shows = shows;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(Tick tick) {
        shows.accept(tick);
        Flow.Subscription from = subscription;
        if (from != null) {
            from.request(1);
        }
    }

    @Override
    public void onError(Throwable thrown) {
        end.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        end.complete(null);
    }

    /**
     * Waits for the last price, or until somebody closes this.
     *
     * @throws RpcException if the call fails
     */
    public void await() {
        try {
            end.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RpcException said ? said : e;
        }
    }

    /** Cancels: the call ends here and on the server. Does nothing after the last price. */
    @Override
    public void close() {
        end.complete(null);
        Flow.Subscription from = subscription;
        if (from != null) {
            from.cancel();
        }
    }
}
