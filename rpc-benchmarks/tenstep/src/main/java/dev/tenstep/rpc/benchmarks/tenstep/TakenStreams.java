package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.contender.StreamCalls;
import dev.tenstep.rpc.benchmarks.contender.StreamKind;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;

/** Streams as a client consumes them: as fast as they come. */
record TakenStreams(UserStreams stub, StreamKind kind) implements StreamCalls {

    @Override
    public void call(int number, BiConsumer<? super Integer, ? super Throwable> completion) {
        if (kind == StreamKind.USERS) {
            stub.users(kind.messages()).subscribe(new Counter<>(completion));
        } else {
            stub.blocks(kind.messages(), kind.messageBytes()).subscribe(new Counter<>(completion));
        }
    }

    @Override
    public boolean answers(int number, Integer reply, boolean thorough) {
        return reply == kind.messages();
    }

    /** Counts elements. */
    private static final class Counter<T> implements Flow.Subscriber<T> {
        private final BiConsumer<? super Integer, ? super Throwable> completion;
        private int count;

        Counter(BiConsumer<? super Integer, ? super Throwable> completion) {
            this.completion = completion;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(T element) {
            count++;
        }

        @Override
        public void onError(Throwable failure) {
            completion.accept(null, failure);
        }

        @Override
        public void onComplete() {
            completion.accept(count, null);
        }
    }
}
