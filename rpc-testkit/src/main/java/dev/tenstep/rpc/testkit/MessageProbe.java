package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The codec of one message, used as kernels use it: after other bytes, amid other bytes, on an array that is reused.
 */
final class MessageProbe {
    private static final ServiceContract SAMPLES = ServiceContract.of(SampleService.class);
    private static final int BEFORE = 7;
    private static final int AFTER = 5;
    private static final byte OTHER = 0x5a;
    private final Codec codec;

    private MessageProbe(Codec codec) {
        this.codec = codec;
    }

    static MessageProbe of(Codec codec) {
        return new MessageProbe(codec);
    }

    static MessageProbe parameters(Serializer serializer, String method) {
        return parameters(serializer, method(method));
    }

    static MessageProbe parameters(Serializer serializer, MethodContract method) {
        return new MessageProbe(serializer.bind(method, new MessageShape(Role.PARAMETERS, method.parameters())));
    }

    static MessageProbe result(Serializer serializer, String method) {
        return result(serializer, method(method));
    }

    static MessageProbe result(Serializer serializer, MethodContract method) {
        return new MessageProbe(serializer.bind(method, new MessageShape(Role.RESULT, method.result())));
    }

    /** Returns the codec of a declared exception of {@code SampleService.fails}. */
    static MessageProbe exception(Serializer serializer, Class<? extends Exception> type) {
        MethodContract contract = method("fails");
        ObjectModel model = contract.exceptions().stream()
                .filter(e -> e.rawType() == type)
                .findFirst()
                .orElseThrow();
        return new MessageProbe(serializer.bind(contract, new MessageShape(Role.EXCEPTION, model)));
    }

    private static MethodContract method(String name) {
        return Objects.requireNonNull(SAMPLES.method(name), name);
    }

    /** Returns the names of all methods. */
    static List<String> methods() {
        return SAMPLES.methods().stream().map(MethodContract::name).toList();
    }

    /** Writes the value after foreign bytes, and returns what it added. */
    byte[] encode(@Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(16);
        encode(value, out);
        return Arrays.copyOfRange(out.array(), BEFORE, out.position());
    }

    /** Writes the value under a limit on the message's length. */
    void encode(@Nullable Object value, int limit) throws IOException {
        MessageOutput out = new MessageOutput(16);
        out.limit(BEFORE + limit);
        encode(value, out);
        out.checkLimit();
    }

    private void encode(@Nullable Object value, MessageOutput out) throws IOException {
        byte[] before = new byte[BEFORE];
        Arrays.fill(before, OTHER);
        out.write(before);
        codec.encode(value, out);
        if (!Arrays.equals(before, Arrays.copyOf(out.array(), BEFORE))) {
            throw new AssertionError("the codec wrote over what came before its message");
        }
    }

    /** Reads amid foreign bytes, and overwrites the message afterwards, as the next message would. */
    @Nullable
    Object decode(byte[] message) throws IOException {
        byte[] array = new byte[BEFORE + message.length + AFTER];
        Arrays.fill(array, OTHER);
        System.arraycopy(message, 0, array, BEFORE, message.length);
        MessageInput in = new MessageInput();
        in.reset(array, BEFORE, message.length);
        try {
            return codec.decode(in);
        } finally {
            Arrays.fill(array, OTHER);
        }
    }

    /** Writes and reads the value. */
    @Nullable
    Object echo(@Nullable Object value) throws IOException {
        return decode(encode(value));
    }
}
