package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.compression.Decompressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A reply as a kernel reads it: bytes in the kernel's buffer, decoded at first use. A kernel may use one object for one
 * reply after another, since a reply is lent. One thread at a time.
 */
public final class ReceivedReply implements Reply {
    private final MessageInput input = new MessageInput();
    private @Nullable MethodBinding binding;
    private @Nullable Decompressor decompressor;
    private Metadata metadata = Metadata.EMPTY;
    private long @Nullable [] serverNanos;
    private boolean decoded;
    private @Nullable Object result;
    private Flow.@Nullable Publisher<?> results;
    private Metadata trailers = Metadata.EMPTY;

    /** Makes an empty reply, to be {@link #reset}. */
    public ReceivedReply() {}

    /** Turns this object into another reply, whose message lies in the array. */
    public ReceivedReply reset(
            MethodBinding method,
            byte[] array,
            int offset,
            int length,
            Metadata replyMetadata,
            long @Nullable [] nanos) {
        binding = method;
        decompressor = null;
        input.reset(array, offset, length);
        metadata = replyMetadata;
        serverNanos = nanos;
        decoded = false;
        result = null;
        return this;
    }

    /** Marks the message as compressed. */
    public ReceivedReply compressedBy(Decompressor by) {
        decompressor = by;
        return this;
    }

    private MessageInput message() throws IOException {
        return decompressor == null ? input : decompressor.decompress(input);
    }

    @Override
    public @Nullable Object result() {
        if (!decoded) {
            result = decode(requireNonNull(binding));
            decoded = true;
        }
        return result;
    }

    private @Nullable Object decode(MethodBinding method) {
        int start = input.position();
        try {
            return method.result().decode(message());
        } catch (MessageTooLargeException e) {
            throw new RpcException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the result of " + method.method().displayName() + " is larger than the message limit",
                    e);
        } catch (Throwable e) {
            throw new RpcException(
                    StatusCode.INTERNAL,
                    "the result of " + method.method().displayName() + " cannot be read with " + method.serializer()
                            + ": " + Thrown.text(e),
                    e);
        } finally {
            input.position(start);
        }
    }

    /** Gives the reply its streamed results. */
    public ReceivedReply withStream(Flow.Publisher<?> stream) {
        results = stream;
        return this;
    }

    /** Sets the trailers, which came after the last of the results. */
    public void trailers(Metadata received) {
        trailers = received;
    }

    @Override
    public Flow.@Nullable Publisher<?> results() {
        return results;
    }

    @Override
    public Metadata trailers() {
        return trailers;
    }

    @Override
    public Metadata replyMetadata() {
        return metadata;
    }

    @Override
    public void writeResult(MessageOutput out) throws IOException {
        MessageInput message = message();
        out.write(message.array(), message.position(), message.remaining());
    }

    @Override
    public int resultLength() {
        return decompressor == null ? input.remaining() : Integer.MAX_VALUE;
    }

    @Override
    public Reply keep() {
        if (results != null) {
            // Made for one call, and its trailers are yet to come.
            return this;
        }
        byte[] copy = Arrays.copyOfRange(input.array(), input.position(), input.end());
        ReceivedReply kept = new ReceivedReply();
        kept.reset(requireNonNull(binding), copy, 0, copy.length, metadata, serverNanos);
        kept.decompressor = decompressor;
        kept.decoded = decoded;
        kept.result = result;
        return kept;
    }

    @Override
    public long @Nullable [] serverNanos() {
        return serverNanos;
    }
}
