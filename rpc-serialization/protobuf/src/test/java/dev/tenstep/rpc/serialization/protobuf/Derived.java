package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message of a test's service, by our codec and by protobuf's own parser with the descriptor that is derived for it. */
final class Derived {
    /** One serializer for all tests, since each new one plans every type anew. */
    private static final ProtobufSerializer SERIALIZER = new ProtobufSerializer();

    private final Codec codec;
    private final Descriptor descriptor;

    private Derived(Codec codec, Descriptor descriptor) {
        this.codec = codec;
        this.descriptor = descriptor;
    }

    static MethodContract method(Class<?> service, String name) {
        return Objects.requireNonNull(ServiceContract.of(service).method(name), name);
    }

    static Derived result(Class<?> service, String name) {
        MethodContract method = method(service, name);
        Schema schema = Schema.of(method);
        Codec codec = SERIALIZER.bind(method, new MessageShape(Role.RESULT, method.result()));
        return new Derived(codec, DerivedFile.of(schema).descriptor(schema.reply()));
    }

    static Derived parameters(Class<?> service, String name) {
        MethodContract method = method(service, name);
        Schema schema = Schema.of(method);
        Codec codec = SERIALIZER.bind(method, new MessageShape(Role.PARAMETERS, method.parameters()));
        return new Derived(codec, DerivedFile.of(schema).descriptor(schema.request()));
    }

    static Derived exception(Class<?> service, String name, int index) {
        MethodContract method = method(service, name);
        Schema schema = Schema.of(method);
        ObjectModel model = method.exceptions().get(index);
        Codec codec = SERIALIZER.bind(method, new MessageShape(Role.EXCEPTION, model));
        return new Derived(
                codec,
                DerivedFile.of(schema).descriptor(schema.exceptions().get(index).message()));
    }

    Descriptor descriptor() {
        return descriptor;
    }

    byte[] encode(@Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(4);
        codec.encode(value, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    @Nullable
    Object decode(byte[] message) throws IOException {
        return codec.decode(new MessageInput(message));
    }

    /** Writes the value with our codec and reads it with protobuf's parser. */
    DynamicMessage theirs(@Nullable Object value) throws IOException {
        DynamicMessage message = DynamicMessage.parseFrom(descriptor, encode(value));
        assertThat(message.getUnknownFields().asMap())
                .as("unknown to the descriptor")
                .isEmpty();
        return message;
    }

    /** Returns the same as a text on one line. */
    String text(@Nullable Object value) throws IOException {
        return TextFormat.printer()
                .emittingSingleLine(true)
                .printToString(theirs(value))
                .trim();
    }

    /** Writes the message of that text with protobuf and reads it with our codec. */
    @Nullable
    Object read(String text) throws IOException {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(descriptor);
        TextFormat.merge(text, message);
        return decode(message.build().toByteArray());
    }

    /** Writes the value with our codec, reads and rewrites it with protobuf, and reads it back with our codec. */
    @Nullable
    Object echo(@Nullable Object value) throws IOException {
        return decode(((Message) theirs(value)).toByteArray());
    }
}
