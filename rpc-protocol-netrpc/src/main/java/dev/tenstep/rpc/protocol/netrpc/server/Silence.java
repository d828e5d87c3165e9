package dev.tenstep.rpc.protocol.netrpc.server;

import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.serialization.MessageOutput;
import org.jspecify.annotations.Nullable;

/** The end of a conversation: drops all that still comes, since it can no longer be trusted. */
final class Silence implements Conversation {
    @Override
    public int frameLength(byte[] array, int start, int end) {
        return end - start;
    }

    @Override
    public void frame(byte[] array, int start, int end) {}

    @Override
    public void answer(
            NetrpcCall call, @Nullable WireFailure failure, byte[] array, int offset, int length, MessageOutput out) {
        throw new IllegalStateException("no call belongs to it");
    }
}
