package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The handler of {@link Texts}. */
final class TextsHandler implements Texts {
    private final AtomicInteger begun = new AtomicInteger();
    private final BlockingQueue<StatusCode> cancelled = new LinkedBlockingQueue<>();

    /** The reasons for which calls that are never answered were given up. */
    BlockingQueue<StatusCode> cancelled() {
        return cancelled;
    }

    @Override
    public Text hello(Text name) {
        if (name.text().equals("fail")) {
            throw new RpcException(StatusCode.NOT_FOUND, "nobody is called 100% \u00e4")
                    .withMetadata(Metadata.of("why", "because"));
        }
        if (name.text().equals("begun")) {
            return new Text(String.valueOf(begun.get()));
        }
        CallContext context = Objects.requireNonNull(CallContext.current());
        Metadata sent = context.metadata();
        context.replyMetadata(Metadata.of("greeted", String.valueOf(sent.text("who"))));
        byte[] raw = sent.bytes("raw-bin");
        if (raw != null) {
            context.replyMetadata(Metadata.EMPTY.with("raw-bin", raw));
        }
        return new Text("Hello, " + name.text() + "!");
    }

    @Override
    public Stream<Text> count(Text to) {
        return IntStream.range(0, Integer.parseInt(to.text())).mapToObj(i -> new Text(String.valueOf(i)));
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
        Objects.requireNonNull(CallContext.current()).cancellation().onCancel(why -> cancelled.add(why.code()));
        begun.incrementAndGet();
        return new CompletableFuture<>();
    }
}
