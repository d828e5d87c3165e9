package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** What a method returns whose results stream: each subscriber makes a call of its own, when it subscribes. */
record ResultPublisher(ClientHandle handle, MethodBinding binding, @Nullable Object[] parameters)
        implements Flow.Publisher<Object> {

    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        requireNonNull(subscriber, "subscriber");
        handle.callForResults(binding, parameters, subscriber);
    }
}
