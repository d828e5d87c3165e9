package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The results or parameters of a test's service, as bytes in hexadecimal and back. */
final class Messages {
    private final Codec codec;

    private Messages(Codec codec) {
        this.codec = codec;
    }

    /** Returns the results of a method of an interface. */
    static Messages of(Class<?> service, String method) {
        MethodContract contract =
                Objects.requireNonNull(ServiceContract.of(service).method(method), method);
        return new Messages(new KryoSerializer().bind(contract, new MessageShape(Role.RESULT, contract.result())));
    }

    /** Returns the parameters of a method, each an {@code Object[]}. */
    static Messages ofParameters(Class<?> service, String method) {
        MethodContract contract =
                Objects.requireNonNull(ServiceContract.of(service).method(method), method);
        return new Messages(
                new KryoSerializer().bind(contract, new MessageShape(Role.PARAMETERS, contract.parameters())));
    }

    byte[] encode(@Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(8);
        codec.encode(value, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    String encodeHex(@Nullable Object value) throws IOException {
        return HexFormat.of().formatHex(encode(value));
    }

    @Nullable
    Object decode(byte[] message) throws IOException {
        return codec.decode(new MessageInput(message));
    }

    /** Reads bytes written as hexadecimal digits; spaces between them are for the reader. */
    @Nullable
    Object decodeHex(String hex) throws IOException {
        return decode(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
