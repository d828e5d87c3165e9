package dev.tenstep.rpc.call;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A reply that a filter made: a value and its method's codec. */
record ResultReply(MethodBinding binding, @Nullable Object result, Metadata replyMetadata) implements Reply {

    @Override
    public void writeResult(MessageOutput out) throws IOException {
        binding.result().encode(result, out);
    }
}
