package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.TypeModel;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A serializer for tests that walks the model and needs no library: name {@code tiny}. It is not an example of a fast
 * one, and both peers must have the same types. ServiceLoader does not find it: pass it to a builder.
 *
 * <pre>{@code
 * value      primitive: its bytes, big-endian | otherwise 0 for null, or 1 and what follows
 * text       length (4 bytes), UTF-8; also for all scalars that have a text
 * enum       index of the constant (4 bytes)
 * object     its fields' values, in order
 * one-of     the case's number (4 bytes), its fields' values
 * collection number of elements (4 bytes), its elements; a map's: key and value by turns
 * }</pre>
 */
public final class TinySerializer implements Serializer {
    /** The maximum nesting of values. */
    static final int DEPTH = 100;

    /** Makes one. */
    public TinySerializer() {}

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public Codec bind(MethodContract method, MessageShape shape) {
        refuseForeign(shape.type(), method, new HashSet<>());
        FieldModel request =
                shape.role() == Role.PARAMETERS ? method.parameters().soleMessage() : null;
        return request == null ? new TinyCodec(shape.type(), false) : new TinyCodec(request.type(), true);
    }

    private static void refuseForeign(TypeModel type, MethodContract method, Set<TypeModel> seen) {
        if (type instanceof ForeignModel) {
            throw new ContractException("type: " + type.typeName()
                    + " (expected: one that the tiny serializer can carry) for method " + method.displayName());
        }
        if (seen.add(type)) {
            type.parts().forEach(part -> refuseForeign(part, method, seen));
        }
    }

    /** The codec of a value, or of the only one in an array. */
    private record TinyCodec(TypeModel type, boolean sole) implements Codec {
        @Override
        public void encode(@Nullable Object value, MessageOutput out) throws IOException {
            new TinyWriter(new DataOutputStream(out))
                    .write(type, sole && value != null ? ((Object[]) value)[0] : value, DEPTH);
        }

        @Override
        public @Nullable Object decode(MessageInput in) throws IOException {
            Object value = new TinyReader(in, new DataInputStream(in)).read(type, DEPTH);
            if (in.remaining() > 0) {
                throw new IOException("bytes after the message: " + in.remaining() + " (expected: 0)");
            }
            return sole ? new @Nullable Object[] {value} : value;
        }
    }
}
