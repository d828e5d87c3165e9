package dev.tenstep.rpc.client;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Flow;

/** What a method returns whose results stream: each subscriber makes a call of its own, when it subscribes. */
record ResultPublisher(ClientHandle handle, Invocation made) implements Flow.Publisher<Object> {
    @Override
    public void subscribe(Flow.Subscriber<? super Object> subscriber) {
        requireNonNull(subscriber, "subscriber");
        handle.callForResults(made, subscriber);
    }
}
