package dev.tenstep.rpc.call;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A reply whose stream of results a filter changed. */
record ChangedResults(Reply original, Flow.Publisher<?> results) implements Reply {

    @Override
    public @Nullable Object result() {
        return original.result();
    }

    @Override
    public Metadata replyMetadata() {
        return original.replyMetadata();
    }

    @Override
    public Metadata trailers() {
        return original.trailers();
    }

    @Override
    public void writeResult(MessageOutput out) throws IOException {
        original.writeResult(out);
    }

    @Override
    public long @Nullable [] serverNanos() {
        return original.serverNanos();
    }
}
