package dev.tenstep.rpc.interop;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Metadata;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The handler of {@link Lookup}. */
final class LookupHandler implements Lookup {
    @Override
    public Text find(Index index) throws NotThere {
        CallContext context = Objects.requireNonNull(CallContext.current());
        context.replyMetadata(
                Metadata.of("greeted", String.valueOf(context.metadata().text("who"))));
        context.trailers(Metadata.of("cost", "7").with("cost-bin", new byte[] {0, 1, -1}));
        return text(index.number());
    }

    private static Text text(long number) throws NotThere {
        if (number < 0) {
            throw new NotThere("nothing has the number " + number, number);
        }
        return new Text("text " + number);
    }

    @Override
    public Stream<Text> each(Index last) throws NotThere {
        text(last.number());
        return IntStream.rangeClosed(0, (int) last.number()).mapToObj(i -> new Text("text " + i));
    }
}
