package dev.tenstep.rpc.serialization.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The messages of a service's methods as texts. */
final class JsonMessages {
    private final JacksonSerializer serializer;
    private final ServiceContract contract;

    JsonMessages(Class<?> service) {
        this(service, new JacksonSerializer());
    }

    JsonMessages(Class<?> service, JacksonSerializer serializer) {
        this.contract = ServiceContract.of(service);
        this.serializer = serializer;
    }

    String writeParameters(String method, @Nullable Object... values) throws IOException {
        return write(parameters(method), values);
    }

    Object[] readParameters(String method, String json) throws IOException {
        return (Object[]) Objects.requireNonNull(read(parameters(method), json.getBytes(UTF_8)));
    }

    String writeResult(String method, @Nullable Object value) throws IOException {
        return write(result(method), value);
    }

    @Nullable
    Object readResult(String method, String json) throws IOException {
        return readResult(method, json.getBytes(UTF_8));
    }

    @Nullable
    Object readResult(String method, byte[] json) throws IOException {
        return read(result(method), json);
    }

    String writeException(String method, Exception exception) throws IOException {
        return write(exception(method, exception.getClass()), exception);
    }

    @Nullable
    Object readException(String method, Class<? extends Exception> type, String json) throws IOException {
        return read(exception(method, type), json.getBytes(UTF_8));
    }

    Codec parameters(String name) {
        return serializer.bind(
                method(name), new MessageShape(Role.PARAMETERS, method(name).parameters()));
    }

    Codec result(String name) {
        return serializer.bind(
                method(name), new MessageShape(Role.RESULT, method(name).result()));
    }

    private Codec exception(String name, Class<?> type) {
        for (ObjectModel each : method(name).exceptions()) {
            if (each.rawType() == type) {
                return serializer.bind(method(name), new MessageShape(Role.EXCEPTION, each));
            }
        }
        throw new IllegalArgumentException(type + " is not declared by " + name);
    }

    private MethodContract method(String name) {
        return Objects.requireNonNull(contract.method(name), name);
    }

    private static String write(Codec codec, @Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(16);
        codec.encode(value, out);
        return new String(out.array(), 0, out.position(), UTF_8);
    }

    private static @Nullable Object read(Codec codec, byte[] json) throws IOException {
        return codec.decode(new MessageInput(json));
    }
}
