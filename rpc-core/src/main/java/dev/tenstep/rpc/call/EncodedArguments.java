package dev.tenstep.rpc.call;

import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call with their message, encoded once. A call that waits or is retried thus sends what its caller
 * had when it made the call, and none of the caller's accessors runs in a thread of the framework. Immutable.
 */
public final class EncodedArguments {
    private static final int FIRST_CAPACITY = 512;

    private final @Nullable Object[] values;
    /** Null if encoding failed, or if the message was not kept. */
    private final byte @Nullable [] message;

    private final @Nullable Throwable failure;

    private EncodedArguments(@Nullable Object[] values, byte @Nullable [] message, @Nullable Throwable failure) {
        this.values = values;
        this.message = message;
        this.failure = failure;
    }

    /** Encodes parameters in this thread; an exception is kept for whoever writes the message. */
    public static EncodedArguments of(MethodBinding binding, @Nullable Object[] values, int maxMessage) {
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        try {
            out.limit(maxMessage);
            binding.parameters().encode(values, out);
            out.checkLimit();
            return new EncodedArguments(values, Arrays.copyOf(out.array(), out.position()), null);
        } catch (Throwable e) {
            return new EncodedArguments(values, null, e);
        }
    }

    /** The parameters with the message that was sent for them; null if nobody kept it. */
    public static EncodedArguments sent(@Nullable Object[] values, byte @Nullable [] message) {
        return new EncodedArguments(values, message, null);
    }

    @Nullable
    public Object[] values() {
        return values;
    }

    /** Returns whether they were encoded and the message is gone. */
    public boolean gone() {
        return message == null && failure == null;
    }

    /** The length of the message in bytes; throws what encoding threw. */
    public int length() throws IOException {
        return message().length;
    }

    public void write(MessageOutput out) throws IOException {
        out.write(message());
    }

    private byte[] message() throws IOException {
        if (message != null) {
            return message;
        }
        Throwable thrown = failure == null ? new IOException("the message was not kept for another attempt") : failure;
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
        throw thrown instanceof IOException io ? io : new IOException(Thrown.text(thrown), thrown);
    }
}
