package dev.tenstep.rpc.examples.chat;

import dev.tenstep.rpc.call.RpcException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A visit to the room, from the client's side. Safe for use by many threads. */
public final class Visitor implements AutoCloseable {
    private final SubmissionPublisher<String> words = new SubmissionPublisher<>();
    private final Consumer<Line> hears;
    private final CompletableFuture<@Nullable Void> speaks = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> entered = new CompletableFuture<>();
    private final CompletableFuture<@Nullable Void> left = new CompletableFuture<>();

    private Visitor(Consumer<Line> hears) {
        this.hears = hears;
    }

    /**
     * Enters the room and waits until the visitor is in it.
     *
     * @param hears receives every line, one after the other
     * @throws RpcException if the room refuses the visitor
     */
    public static Visitor enter(Chat chat, String name, Consumer<Line> hears) {
        Visitor visitor = new Visitor(hears);
        chat.chat(name, visitor::speakTo).subscribe(visitor.new Ears());
        await(visitor.entered);
        await(visitor.speaks);
        return visitor;
    }

    /** Waits for a subscriber, since a SubmissionPublisher drops everything submitted before. */
    private void speakTo(Flow.Subscriber<? super String> room) {
        words.subscribe(room);
        speaks.complete(null);
    }

    /** Says something; waits if the room is slow to accept it. */
    public void say(String text) {
        words.submit(text);
    }

    /** Leaves, and waits until everything said before has been heard. */
    @Override
    public void close() {
        words.close();
        await(left);
    }

    private static void await(CompletableFuture<@Nullable Void> outcome) {
        try {
            outcome.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RpcException said ? said : e;
        }
    }

    /** Receives the lines as they come. */
    private final class Ears implements Flow.Subscriber<Line> {
        private Flow.@Nullable Subscription lines;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            lines = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(Line line) {
            hears.accept(line);
            entered.complete(null);
            if (lines != null) {
                lines.request(1);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            entered.completeExceptionally(thrown);
            left.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            entered.complete(null);
            left.complete(null);
        }
    }
}
