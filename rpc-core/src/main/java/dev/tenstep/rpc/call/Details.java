package dev.tenstep.rpc.call;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the typed details of a method's failures, with the method's serializer. No signature names their
 * types, so a codec is made when a class is first thrown or asked for. No class is ever looked up by a name from the
 * wire. Any thread.
 *
 * <pre>
 *  length u8 | the class's simple name, UTF-8 | message
 * </pre>
 */
public final class Details {
    private static final int FIRST_CAPACITY = 256;
    private static final int MOST = 32 << 10;
    private static final int MOST_NAME = 255;

    private final MethodContract method;
    private final Serializer serializer;
    private final FailureLog failures;
    private final ConcurrentMap<Class<?>, Codec> codecs = new ConcurrentHashMap<>();

    Details(MethodContract method, Serializer serializer, FailureLog failures) {
        this.failures = failures;
        this.method = method;
        this.serializer = serializer;
    }

    private Codec codec(Class<?> type) {
        return codecs.computeIfAbsent(
                type, c -> serializer.bind(method, new MessageShape(Role.RESULT, ServiceContract.typeOf(c))));
    }

    private static byte[] name(Class<?> type) {
        return type.getSimpleName().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The failure as it is sent. A detail that cannot be encoded is dropped, so that the caller still gets the code and
     * the text.
     */
    public RpcException encoded(RpcException failure) {
        Object detail = failure.typedDetail();
        if (detail == null) {
            return failure;
        }
        try {
            return failure.withDetails(encode(detail));
        } catch (Throwable e) {
            failures.log("writing the detail of a failure of " + method.displayName(), null, e);
            return failure;
        }
    }

    private byte[] encode(Object detail) throws IOException {
        Codec codec = codec(detail.getClass());
        byte[] name = name(detail.getClass());
        if (name.length > MOST_NAME) {
            throw new IOException("the simple name of " + detail.getClass().getName() + " has " + name.length
                    + " bytes (expected: 0.." + MOST_NAME + ")");
        }
        MessageOutput out = new MessageOutput(FIRST_CAPACITY);
        out.limit(MOST);
        out.write(name.length);
        out.write(name);
        codec.encode(detail, out);
        out.checkLimit();
        return Arrays.copyOf(out.array(), out.position());
    }

    /**
     * Decodes a received detail; null if there is none, or one of another type.
     *
     * @throws RpcException INTERNAL if it cannot be read
     * @throws dev.tenstep.rpc.contract.ContractException if the class cannot be serialized
     */
    <T> @Nullable T decode(byte[] details, Class<T> type) {
        byte[] name = name(type);
        int message = 1 + name.length;
        if (details.length < message
                || (details[0] & 0xff) != name.length
                || !Arrays.equals(details, 1, message, name, 0, name.length)) {
            return null;
        }
        Codec codec = codec(type);
        try {
            MessageInput input = new MessageInput(details);
            input.position(message);
            return type.cast(codec.decode(input));
        } catch (Exception | StackOverflowError e) {
            String text =
                    "the details of a failure of " + method.displayName() + " cannot be read as " + type.getName();
            throw new RpcException(StatusCode.INTERNAL, text + ": " + Thrown.text(e), e);
        }
    }
}
