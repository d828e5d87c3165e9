package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The handler of {@link Texts}. */
final class TextsHandler implements Texts {
    private final AtomicInteger begun = new AtomicInteger();
    private final List<StatusCode> ended = new CopyOnWriteArrayList<>();

    /** The reasons for which calls were given up, in their order. */
    List<StatusCode> ended() {
        return ended;
    }

    @Override
    public Text hello(Text name) {
        CallContext context = Objects.requireNonNull(CallContext.current());
        return switch (name.text()) {
            case "fail" -> throw failure();
            case "begun" -> new Text(String.valueOf(begun.get()));
            case "ended" -> new Text(String.valueOf(ended.size()));
            case "deadline" -> new Text(String.valueOf(TimeUnit.NANOSECONDS.toMillis(context.remainingNanos())));
            default -> greet(name, context);
        };
    }

    private static Text greet(Text name, CallContext context) {
        Metadata sent = context.metadata();
        context.replyMetadata(Metadata.of("greeted", String.valueOf(sent.text("who"))));
        for (Metadata.Entry entry : sent.entries()) {
            if (entry.key().equals("raw-bin")) {
                context.replyMetadata(Metadata.EMPTY.with(entry.key(), entry.value()));
            }
        }
        return new Text("Hello, " + name.text() + "!");
    }

    private static RpcException failure() {
        return new RpcException(StatusCode.NOT_FOUND, "nobody is called 100% \u00e4")
                .withMetadata(Metadata.of("why", "because"));
    }

    @Override
    public Stream<Text> count(Text to) {
        noteEnd();
        String[] words = to.text().split(" ");
        Stream<Text> numbers =
                IntStream.range(0, Integer.parseInt(words[0])).mapToObj(i -> new Text(String.valueOf(i)));
        return words.length == 1
                ? numbers
                : Stream.concat(numbers, Stream.generate(() -> {
                    throw failure();
                }));
    }

    @Override
    public Text join(Stream<Text> parts) {
        return new Text(parts.map(Text::text).collect(Collectors.joining("+")));
    }

    @Override
    public Stream<Text> shout(Stream<Text> words) {
        return words.map(word -> new Text(word.text() + "!"));
    }

    @Override
    public CompletableFuture<Text> never(Text text) {
        noteEnd();
        begun.incrementAndGet();
        return new CompletableFuture<>();
    }

    private void noteEnd() {
        Objects.requireNonNull(CallContext.current()).cancellation().onCancel(why -> ended.add(why.code()));
    }
}
