package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.ForeignModel;
import dev.tenstep.rpc.serialization.MessageOutput;

/** The codec of a generated message, which writes and reads itself. */
public record ForeignCodec(Parser<? extends Message> parser) implements MessageCodec {

    /** Returns the default instance of a generated message, which gives access to everything known of its type. */
    public static Message defaultInstance(ForeignModel model) {
        try {
            return (Message) model.rawType().getMethod("getDefaultInstance").invoke(null);
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new ContractException(
                    model.rawType().getName() + " has no getDefaultInstance() that gives a com.google.protobuf.Message"
                            + " (expected: a class that protoc generated)",
                    e);
        }
    }

    @Override
    public int write(Object value, MessageOutput out, int p, int depth) throws Throwable {
        Message message = (Message) value;
        if (!message.isInitialized()) {
            throw new UnwritableValueException(message.getDescriptorForType().getFullName() + " lacks "
                    + message.getInitializationErrorString() + " (expected: its required fields)");
        }
        int size = message.getSerializedSize();
        byte[] a = WireOutput.room(out, p, size);
        CodedOutputStream coded = CodedOutputStream.newInstance(a, p, size);
        message.writeTo(coded);
        coded.checkNoSpaceLeft();
        return p + size;
    }

    @Override
    public Object read(byte[] a, int start, int end, int depth) throws Throwable {
        CodedInputStream coded = CodedInputStream.newInstance(a, start, end - start);
        coded.setRecursionLimit(WireInput.MAX_DEPTH - depth);
        Message message = parser.parseFrom(coded, ExtensionRegistryLite.getEmptyRegistry());
        coded.checkLastTagWas(0);
        return message;
    }
}
