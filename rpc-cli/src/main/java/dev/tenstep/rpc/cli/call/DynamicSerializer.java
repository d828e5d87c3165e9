package dev.tenstep.rpc.cli.call;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.ExtensionRegistry;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.serialization.protobuf.ProtobufSerializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The serializer {@code protobuf} that also knows the messages of each {@link DynamicMethod}, so that one client asks for
 * types and calls methods of them. Immutable.
 */
public final class DynamicSerializer implements Serializer {
    private final Serializer others = new ProtobufSerializer();

    /** Makes one. */
    public DynamicSerializer() {}

    @Override
    public String name() {
        return "protobuf";
    }

    @Override
    public Codec bind(MethodContract contract, MessageShape shape) {
        MethodDescriptor method = DynamicMethod.descriptor(contract.type());
        if (method == null) {
            return others.bind(contract, shape);
        }
        if (shape.role() == Role.PARAMETERS) {
            return new Parameters(method.getInputType());
        }
        return new Message(shape.role() == Role.ELEMENT ? method.getInputType() : method.getOutputType());
    }

    @Override
    public byte[] fingerprint(MethodContract contract) {
        return DynamicMethod.descriptor(contract.type()) == null
                ? others.fingerprint(contract)
                : Serializer.super.fingerprint(contract);
    }

    /** The sole parameter, or none beside a stream. */
    private record Parameters(Descriptor type) implements Codec {
        @Override
        public void encode(@Nullable Object value, MessageOutput out) throws IOException {
            if (value instanceof Object[] parameters && parameters.length > 0) {
                ((DynamicMessage) parameters[0]).writeTo(out);
            }
        }

        @Override
        public Object decode(MessageInput in) throws IOException {
            return new Object[] {DynamicMessage.parseFrom(type, in, ExtensionRegistry.getEmptyRegistry())};
        }
    }

    /** A message. */
    private record Message(Descriptor type) implements Codec {
        @Override
        public void encode(@Nullable Object value, MessageOutput out) throws IOException {
            if (value != null) {
                ((DynamicMessage) value).writeTo(out);
            }
        }

        @Override
        public Object decode(MessageInput in) throws IOException {
            return DynamicMessage.parseFrom(type, in, ExtensionRegistry.getEmptyRegistry());
        }
    }
}
