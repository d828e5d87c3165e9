package dev.tenstep.rpc.benchmarks.contender;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Streams as calls: each is consumed to its end, and the reply is the number of messages. */
@FunctionalInterface
public interface StreamCalls extends Calls<Integer> {

    /** Consumes a stream to its end, in any thread; completes with the number of messages. */
    @Override
    void call(int number, BiConsumer<? super Integer, ? super Throwable> completion);

    @Override
    default Integer call(int number) throws Exception {
        CompletableFuture<Integer> count = new CompletableFuture<>();
        call(number, (messages, failure) -> {
            if (failure == null) {
                count.complete(messages);
            } else {
                count.completeExceptionally(failure);
            }
        });
        return count.get();
    }

    @Override
    default boolean answers(int number, Integer reply, boolean thorough) {
        return reply > 0;
    }
}
