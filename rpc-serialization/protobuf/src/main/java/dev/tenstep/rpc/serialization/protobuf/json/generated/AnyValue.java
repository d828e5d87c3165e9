package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.tenstep.rpc.serialization.protobuf.UnwritableValueException;
import dev.tenstep.rpc.serialization.protobuf.json.value.Depth;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;

/** The form of a google.protobuf.Value: any JSON. */
record AnyValue(Descriptor type, GeneratedPlanner planner) implements MessageForm {

    @Override
    public boolean takesNull() {
        return true;
    }

    @Override
    public void write(Message message, JsonGenerator out, int depth) throws Throwable {
        Depth.checkWritten(depth, message);
        FieldDescriptor kind = message.getOneofFieldDescriptor(type.getOneofs().get(0));
        boolean infinite = kind != null
                && kind.getJavaType() == FieldDescriptor.JavaType.DOUBLE
                && !Double.isFinite((double) message.getField(kind));
        if (kind == null || infinite) {
            throw new UnwritableValueException(
                    "a google.protobuf.Value " + (infinite ? "of a number that is not finite" : "without a kind")
                            + " (expected: null, a finite number, a string, a truth value, a Struct or a ListValue)");
        }
        GeneratedValue.of(kind, planner).write(message.getField(kind), out, depth);
    }

    @Override
    public void read(JsonParser in, Message.Builder into, int depth) throws Throwable {
        Depth.checkRead(depth);
        JsonToken token = in.currentToken();
        int number =
                switch (token) {
                    case VALUE_NULL -> 1;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> 2;
                    case VALUE_STRING -> 3;
                    case VALUE_TRUE, VALUE_FALSE -> 4;
                    case START_OBJECT -> 5;
                    case START_ARRAY -> 6;
                    default -> throw Tokens.unexpected(in, "a value");
                };
        FieldDescriptor kind = type.findFieldByNumber(number);
        into.setField(kind, GeneratedValue.of(kind, planner).read(in, into, depth));
    }
}
