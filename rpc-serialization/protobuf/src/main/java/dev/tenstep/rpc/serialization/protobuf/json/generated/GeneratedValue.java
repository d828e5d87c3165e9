package dev.tenstep.rpc.serialization.protobuf.json.generated;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import dev.tenstep.rpc.serialization.protobuf.MalformedMessageException;
import dev.tenstep.rpc.serialization.protobuf.Primitive;
import dev.tenstep.rpc.serialization.protobuf.json.value.Base64Text;
import dev.tenstep.rpc.serialization.protobuf.json.value.NumberForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.TextForm;
import dev.tenstep.rpc.serialization.protobuf.json.value.Tokens;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One value of a field of a generated message, as protobuf's reflection has it.
 *
 * @param message of the value; null unless it is one
 */
record GeneratedValue(FieldDescriptor field, @Nullable MessageForm message) {
    private static final NumberForm INT = new NumberForm(Primitive.INT);
    private static final NumberForm LONG = new NumberForm(Primitive.LONG);
    private static final NumberForm FLOAT = new NumberForm(Primitive.FLOAT);
    private static final NumberForm DOUBLE = new NumberForm(Primitive.DOUBLE);
    private static final NumberForm BOOLEAN = new NumberForm(Primitive.BOOLEAN);
    private static final TextForm TEXT = new TextForm(null);
    private static final String NULL_VALUE = "google.protobuf.NullValue";

    static GeneratedValue of(FieldDescriptor field, GeneratedPlanner planner) {
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        return new GeneratedValue(field, isMessage ? planner.form(field.getMessageType()) : null);
    }

    /** Returns whether a JSON null is a value of this type, and not its absence. */
    boolean takesNull() {
        return message != null
                ? message.takesNull()
                : field.getType() == FieldDescriptor.Type.ENUM
                        && field.getEnumType().getFullName().equals(NULL_VALUE);
    }

    void write(Object value, JsonGenerator out, int depth) throws Throwable {
        switch (field.getType()) {
            case UINT32, FIXED32 -> out.writeNumber(Integer.toUnsignedLong((int) value));
            case UINT64, FIXED64 -> out.writeString(Long.toUnsignedString((long) value));
            case STRING -> TEXT.write(value, out, depth);
            case BYTES -> Base64Text.write(((ByteString) value).toByteArray(), out);
            case ENUM -> writeEnum((EnumValueDescriptor) value, out);
            case MESSAGE, GROUP -> messageForm().write((Message) value, out, depth + 1);
            default -> number().write(value, out, depth);
        }
    }

    private void writeEnum(EnumValueDescriptor value, JsonGenerator out) throws IOException {
        if (value.getType().getFullName().equals(NULL_VALUE)) {
            out.writeNull();
        } else if (value.getIndex() < 0) { // unknown to the descriptor
            out.writeNumber(value.getNumber());
        } else {
            out.writeString(value.getName());
        }
    }

    /** Reads a value of the message or entry that is being built. */
    Object read(JsonParser in, Message.Builder parent, int depth) throws Throwable {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> (int) Unsigned.read(in, 32);
            case UINT64, FIXED64 -> Unsigned.read(in, 64);
            case STRING -> TEXT.read(in, depth);
            case BYTES -> UnsafeByteOperations.unsafeWrap(Base64Text.read(in));
            case ENUM -> readEnum(in);
            case MESSAGE, GROUP -> {
                Message.Builder builder = parent.newBuilderForField(field);
                messageForm().read(in, builder, depth + 1);
                yield builder.buildPartial();
            }
            default -> number().read(in, depth);
        };
    }

    private Object readEnum(JsonParser in) throws IOException {
        EnumDescriptor type = field.getEnumType();
        EnumValueDescriptor value = null;
        if (in.hasToken(JsonToken.VALUE_STRING)) {
            value = type.findValueByName(in.getText());
        } else if (in.hasToken(JsonToken.VALUE_NULL)) {
            value = type.findValueByNumber(0);
        } else {
            int number = (int) INT.read(in);
            value = type.isClosed() ? type.findValueByNumber(number) : type.findValueByNumberCreatingIfUnknown(number);
        }
        if (value == null) {
            throw new MalformedMessageException(Tokens.shown(in.getText()) + " for " + type.getFullName()
                    + " (expected: one of "
                    + type.getValues().stream()
                            .map(EnumValueDescriptor::getName)
                            .toList() + ")");
        }
        return value;
    }

    /** Returns the name in an object that stands for a key. */
    String name(Object key) throws IOException {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> Integer.toUnsignedString((int) key);
            case UINT64, FIXED64 -> Long.toUnsignedString((long) key);
            case STRING -> TEXT.name(key);
            default -> number().name(key);
        };
    }

    /** Returns the key that a name stands for. */
    Object key(String name) throws IOException {
        return switch (field.getType()) {
            case UINT32, FIXED32 -> (int) Unsigned.parse(name, 32);
            case UINT64, FIXED64 -> Unsigned.parse(name, 64);
            case STRING -> name;
            default -> number().key(name);
        };
    }

    private NumberForm number() {
        return switch (field.getJavaType()) {
            case INT -> INT;
            case LONG -> LONG;
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case BOOLEAN -> BOOLEAN;
            default -> throw new IllegalStateException(field.getFullName() + " is not a number");
        };
    }

    private MessageForm messageForm() {
        if (message == null) {
            throw new IllegalStateException(field.getFullName() + " is not a message");
        }
        return message;
    }
}
