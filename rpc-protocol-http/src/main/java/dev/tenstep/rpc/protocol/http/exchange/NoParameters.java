package dev.tenstep.rpc.protocol.http.exchange;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.Arrays;

/** The message of no parameters, which a method has whose only one is a stream: gRPC sends none. */
final class NoParameters {
    private static final int FIRST_CAPACITY = 16;

    private NoParameters() {}

    /** Encodes it. */
    static byte[] of(MethodBinding binding) {
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        try {
            binding.parameters().encode(new Object[0], out);
        } catch (IOException e) {
            throw new IllegalStateException("no parameters cannot be encoded", e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
