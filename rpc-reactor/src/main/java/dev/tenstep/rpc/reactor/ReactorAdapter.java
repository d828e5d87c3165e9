package dev.tenstep.rpc.reactor;

import dev.tenstep.rpc.contract.ReturnAdapter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Adapts {@link Mono} to a stage and {@link Flux} to a publisher. Both are cold: each subscription makes a call, and
 * cancelling it cancels the call. A null result is an empty Mono.
 */
public final class ReactorAdapter implements ReturnAdapter {

    /** Makes one, as ServiceLoader does. */
    public ReactorAdapter() {}

    @Override
    public @Nullable Class<?> standard(Class<?> type) {
        if (type == Mono.class) {
            return CompletionStage.class;
        }
        return type == Flux.class ? Flow.Publisher.class : null;
    }

    @Override
    public Object adapt(Class<?> type, Supplier<?> call) {
        return type == Mono.class
                ? Mono.fromFuture(() -> ((CompletableFuture<?>) call.get()))
                : Flux.defer(() -> JdkFlowAdapter.flowPublisherToFlux((Flow.Publisher<?>) call.get()));
    }

    @Override
    public Object unwrap(Object adapted) {
        return adapted instanceof Mono<?> mono
                ? mono.toFuture()
                : JdkFlowAdapter.publisherToFlowPublisher((Flux<?>) adapted);
    }
}
