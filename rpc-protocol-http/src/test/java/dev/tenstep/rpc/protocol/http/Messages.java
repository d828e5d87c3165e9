package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;

/** The messages of calls, as the serializer of the tests writes them. */
final class Messages {
    private Messages() {}

    private static MethodBinding binding(Class<?> service, String name) {
        MethodContract method =
                Objects.requireNonNull(ServiceContract.of(service).method(name));
        return MethodBinding.bind(0, method, new TinySerializer());
    }

    static byte[] parameters(Class<?> service, String method, Object... values) {
        return bytes(binding(service, method).parameters(), values);
    }

    static byte[] element(Class<?> service, String method, Object value) {
        return bytes(Objects.requireNonNull(binding(service, method).element()), value);
    }

    static byte[] result(Class<?> service, String method, Object value) {
        return bytes(binding(service, method).result(), value);
    }

    private static byte[] bytes(Codec codec, Object value) {
        MessageOutput out = new MessageOutput(64);
        try {
            codec.encode(value, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
