package dev.tenstep.rpc.cli.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A message in which every field is set, for people to change: the first case of a oneof, and one element each. It is only
 * as deep as a hundred messages allow, and those below are empty, since types that contain others in many ways would make
 * an example without end.
 */
public final class ExampleMessage {
    private static final String WELL_KNOWN = "google.protobuf.";

    private static final int MOST_MESSAGES = 100;

    private static final int DEEPEST = 32;

    private final Deque<Descriptor> path = new ArrayDeque<>();
    private final int depth;
    private int messages;

    private ExampleMessage(int depth) {
        this.depth = depth;
    }

    /** Returns an example of a type; a message that contains its own type leaves that field out. */
    public static DynamicMessage of(Descriptor type) {
        for (int depth = DEEPEST; ; depth--) {
            ExampleMessage example = new ExampleMessage(depth);
            DynamicMessage message = example.message(type);
            if (example.messages <= MOST_MESSAGES || depth == 1) {
                return message;
            }
        }
    }

    private DynamicMessage message(Descriptor type) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        boolean known = type.getFullName().startsWith(WELL_KNOWN);
        if (known || path.size() == depth || ++messages > MOST_MESSAGES) {
            return message.build();
        }
        path.push(type);
        type.getFields().forEach(each -> set(message, each));
        path.pop();
        return message.build();
    }

    private void set(DynamicMessage.Builder message, FieldDescriptor field) {
        boolean later = field.getRealContainingOneof() != null
                && field.getRealContainingOneof().getField(0) != field;
        boolean again = field.getJavaType() == JavaType.MESSAGE && path.contains(valueType(field));
        if (later || again) {
            return;
        }
        if (field.isRepeated()) {
            message.addRepeatedField(field, value(field));
        } else {
            message.setField(field, value(field));
        }
    }

    private static Descriptor valueType(FieldDescriptor field) {
        if (!field.isMapField()) {
            return field.getMessageType();
        }
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        return value.getJavaType() == JavaType.MESSAGE ? value.getMessageType() : field.getMessageType();
    }

    private Object value(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case MESSAGE -> message(field.getMessageType());
            case ENUM -> second(field.getEnumType().getValues());
            case STRING -> "";
            default -> field.isRepeated() ? zero(field.getJavaType()) : field.getDefaultValue();
        };
    }

    private static EnumValueDescriptor second(List<EnumValueDescriptor> values) {
        return values.get(values.size() == 1 ? 0 : 1);
    }

    private static Object zero(JavaType type) {
        return switch (type) {
            case INT -> 0;
            case LONG -> 0L;
            case FLOAT -> 0f;
            case DOUBLE -> 0.0;
            case BOOLEAN -> false;
            default -> ByteString.EMPTY;
        };
    }
}
