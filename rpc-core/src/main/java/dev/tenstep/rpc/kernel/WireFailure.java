package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.contract.Texts;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it crosses any wire: everything that a protocol has to carry, each protocol in its own form. Neither its
 * cause nor its stack crosses. Immutable.
 *
 * @param code ignored for a declared exception
 * @param text for people to read; every surrogate in it stands in a pair
 * @param details bytes that only client and server understand, at most 32 KiB; empty for none
 * @param metadata the failure's own; protocols with trailers send it there
 * @param notStarted true if the procedure was certainly not started
 * @param declared the declared exception; null of any other failure
 */
public record WireFailure(
        StatusCode code,
        String text,
        byte[] details,
        Metadata metadata,
        boolean notStarted,
        @Nullable Declared declared) {
    private static final int FIRST_CAPACITY = 256;
    private static final int MOST_DETAILS = 32 << 10;
    private static final int MOST_MESSAGE = 32 << 10;
    private static final byte[] NONE = {};

    /**
     * A declared exception.
     *
     * @param name its simple name, which is unique in its method
     * @param message its encoded form, at most 32 KiB
     */
    public record Declared(String name, byte[] message) {}

    /**
     * Encodes the failure of a call that was or may have been started, whatever the exception says about that. A
     * declared exception that cannot be written becomes INTERNAL, and the server's log has the reason.
     *
     * @param maxMetadata the most metadata that the client accepts, in bytes; a failure with more is sent without any
     */
    public static WireFailure of(Call call, RpcException failure, int maxMetadata) {
        if (failure.declaredIndex() < 0) {
            return of(failure, maxMetadata);
        }
        try {
            return of(failure, maxMetadata, false, declared(call.binding(), failure));
        } catch (Throwable e) {
            return of(Encoding.unwritable(call, "a declared exception", e), maxMetadata);
        }
    }

    /** Encodes an undeclared failure of a call that was or may have been started. */
    public static WireFailure of(RpcException failure, int maxMetadata) {
        return of(failure, maxMetadata, false, null);
    }

    /** Encodes the failure of a call that was not started, the only kind marked so. */
    public static WireFailure of(Refusal refusal, int maxMetadata) {
        return of(refusal.failure(), maxMetadata, true, null);
    }

    private static WireFailure of(
            RpcException failure, int maxMetadata, boolean notStarted, @Nullable Declared declared) {
        String text = String.valueOf(Texts.wellFormed(String.valueOf(failure.getMessage())));
        byte[] details = failure.details();
        Metadata metadata = failure.metadata();
        return new WireFailure(
                failure.code(),
                text,
                details.length > MOST_DETAILS ? NONE : details,
                metadata.isEmpty() || metadata.size() <= maxMetadata ? metadata : Metadata.EMPTY,
                notStarted,
                declared);
    }

    /**
     * Encodes a declared exception, perhaps by the binding of another serializer than that of its call.
     *
     * @throws IOException if it cannot be written
     */
    public static Declared declared(MethodBinding binding, RpcException failure) throws IOException {
        int index = failure.declaredIndex();
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        out.limit(MOST_MESSAGE);
        binding.exceptions().get(index).encode(failure.getCause(), out);
        out.checkLimit();
        return new Declared(binding.method().exceptionName(index), Arrays.copyOf(out.array(), out.position()));
    }

    /** Decodes the failure for the caller of that method. A part that cannot be read makes it INTERNAL. */
    public RpcException received(MethodBinding binding) {
        RpcException said = declared == null ? new RpcException(code, text) : declared(binding, declared);
        said = details.length == 0 ? said : said.withDetails(details);
        said = metadata.isEmpty() ? said : said.withMetadata(metadata);
        return said.fromServer(notStarted, binding);
    }

    private RpcException declared(MethodBinding binding, Declared exception) {
        int index = binding.method().exceptionIndex(exception.name);
        if (index < 0) {
            return RpcException.undeclared(binding.method(), exception.name, text);
        }
        try {
            Object read = binding.exceptions().get(index).decode(new MessageInput(exception.message));
            return RpcException.declared((Throwable) Objects.requireNonNull(read), index);
        } catch (Throwable e) {
            String what = "a declared exception of " + binding.method().displayName();
            return new RpcException(StatusCode.INTERNAL, what + " cannot be read: " + Thrown.text(e), e);
        }
    }
}
