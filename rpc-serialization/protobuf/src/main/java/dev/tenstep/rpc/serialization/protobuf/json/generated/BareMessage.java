package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.json.value.Depth;
import org.jspecify.annotations.Nullable;

/**
 * The form of a message that is its only field, present or not: a wrapper, a Struct, a ListValue. The field is planned when it is
 * first used, since a Struct contains itself; several threads may do so, with the same result.
 */
final class BareMessage implements MessageForm {
    private final Descriptor type;
    private final GeneratedPlanner planner;
    private @Nullable GeneratedField planned;

    BareMessage(Descriptor type, GeneratedPlanner planner) {
        this.type = type;
        this.planner = planner;
    }

    private GeneratedField field() {
        GeneratedField field = planned;
        if (field == null) {
            field = GeneratedField.of(type.findFieldByNumber(1), planner);
            planned = field;
        }
        return field;
    }

    @Override
    public void write(Message message, JsonGenerator out, int depth) throws Throwable {
        Depth.checkWritten(depth, message);
        field().write(message, out, depth);
    }

    @Override
    public void read(JsonParser in, Message.Builder into, int depth) throws Throwable {
        Depth.checkRead(depth);
        field().read(in, into, depth);
    }
}
