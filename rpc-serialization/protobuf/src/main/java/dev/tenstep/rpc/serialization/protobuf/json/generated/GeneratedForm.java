package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;

/**
 * The form of a generated message.
 *
 * @param empty the type's default instance
 */
public record GeneratedForm(Message empty, MessageForm form) implements ValueForm {

    /** Makes the form of messages of one type. */
    public static GeneratedForm of(Message empty) {
        return new GeneratedForm(
                empty, new GeneratedPlanner(empty.getDescriptorForType()).form(empty.getDescriptorForType()));
    }

    @Override
    public void write(Object value, JsonGenerator out, int depth) throws Throwable {
        Message message = (Message) value;
        if (!message.isInitialized()) {
            throw new UnwritableValueException(message.getDescriptorForType().getFullName() + " lacks "
                    + message.getInitializationErrorString() + " (expected: its required fields)");
        }
        form.write(message, out, depth);
    }

    @Override
    public Object read(JsonParser in, int depth) throws Throwable {
        Message.Builder builder = empty.newBuilderForType();
        form.read(in, builder, depth);
        if (!builder.isInitialized()) {
            throw new MalformedMessageException(empty.getDescriptorForType().getFullName() + " lacks "
                    + builder.getInitializationErrorString() + " (expected: its required fields)");
        }
        return builder.build();
    }
}
