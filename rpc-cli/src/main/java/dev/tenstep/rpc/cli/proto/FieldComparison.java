package dev.tenstep.rpc.cli.proto;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.Locale;

/** Compares two fields of one number. */
final class FieldComparison {
    private final Comparison whole;
    private final FieldDescriptor from;
    private final FieldDescriptor to;

    FieldComparison(Comparison whole, FieldDescriptor from, FieldDescriptor to) {
        this.whole = whole;
        this.from = from;
        this.to = to;
    }

    void run() {
        if (!from.getName().equals(to.getName())) {
            source("the field " + from.getNumber() + " was " + from.getName() + " and is " + to.getName());
        } else if (!from.getJsonName().equals(to.getJsonName())) {
            source("the name in JSON was " + from.getJsonName() + " and is " + to.getJsonName());
        }
        if (from.isMapField() && to.isMapField()) {
            part(
                    "key's",
                    from.getMessageType().findFieldByNumber(1),
                    to.getMessageType().findFieldByNumber(1));
            part(
                    "value's",
                    from.getMessageType().findFieldByNumber(2),
                    to.getMessageType().findFieldByNumber(2));
        } else {
            part("field's", from, to);
        }
        cardinality();
        whole.changed(from, to, "the oneof", oneOf(from), oneOf(to));
        if (scalar(from) && scalar(to) && !from.isRepeated() && !to.isRepeated() && from.getType() == to.getType()) {
            defaultValue();
        }
        if (from.getOptions().getJstype() != to.getOptions().getJstype()) {
            source("jstype was " + from.getOptions().getJstype() + " and is "
                    + to.getOptions().getJstype());
        }
    }

    private void source(String reason) {
        whole.breaksSource(from, to.getFullName(), reason);
    }

    private void part(String whose, FieldDescriptor before, FieldDescriptor after) {
        boolean same = type(before).equals(type(after));
        boolean fine = same || (whole.level() == Level.WIRE && sameBytes(before, after));
        if (!fine) {
            whole.breaks(
                    from,
                    to.getFullName(),
                    "the " + whose + " type was " + type(before) + " and is " + type(after) + reason(before, after));
        }
    }

    private static String reason(FieldDescriptor before, FieldDescriptor after) {
        return sameBytes(before, after) ? "; the bytes stay, but not the code and the JSON" : "";
    }

    private static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map<" + type(field.getMessageType().findFieldByNumber(1)) + ", "
                    + type(field.getMessageType().findFieldByNumber(2)) + ">";
        }
        return switch (field.getJavaType()) {
            case MESSAGE ->
                (field.getType() == FieldDescriptor.Type.GROUP ? "group " : "")
                        + field.getMessageType().getFullName();
            case ENUM -> field.getEnumType().getFullName();
            default -> field.getType().name().toLowerCase(Locale.ROOT);
        };
    }

    /** Returns whether values that one writes are values that the other reads (protobuf.dev, Updating a message type). */
    private static boolean sameBytes(FieldDescriptor before, FieldDescriptor after) {
        if (before.getJavaType() == JavaType.ENUM && after.getJavaType() == JavaType.ENUM) {
            return Comparison.oneEnum(before.getEnumType(), after.getEnumType());
        }
        if (before.getType() == FieldDescriptor.Type.STRING && after.getType() == FieldDescriptor.Type.BYTES) {
            return true;
        }
        int group = group(before.getType());
        return group != 0 && group == group(after.getType());
    }

    private static int group(FieldDescriptor.Type type) {
        return switch (type) {
            case INT32, INT64, UINT32, UINT64, BOOL -> 1;
            case SINT32, SINT64 -> 2;
            case FIXED32, SFIXED32 -> 3;
            case FIXED64, SFIXED64 -> 4;
            default -> 0;
        };
    }

    private void cardinality() {
        String before = cardinality(from);
        String after = cardinality(to);
        boolean oneValue = !from.isRepeated() && !to.isRepeated() && !from.isRequired() && !to.isRequired();
        boolean same = before.equals(after);
        boolean sameBytes = oneValue || (from.isRepeated() && to.isRepeated());
        if (!same && !(whole.level() == Level.WIRE && sameBytes)) {
            whole.breaks(from, to.getFullName(), "the field was " + before + " and is " + after);
        }
    }

    private static String cardinality(FieldDescriptor field) {
        if (field.isMapField()) {
            return "a map";
        }
        if (field.isRepeated()) {
            return "repeated";
        }
        if (field.isRequired()) {
            return "required";
        }
        return field.hasPresence() ? "one whose absence shows" : "one whose absence is 0 or empty";
    }

    private static String oneOf(FieldDescriptor field) {
        OneofDescriptor oneOf = field.getRealContainingOneof();
        return oneOf == null ? "none" : oneOf.getName();
    }

    private static boolean scalar(FieldDescriptor field) {
        return field.getJavaType() != JavaType.MESSAGE;
    }

    private void defaultValue() {
        String before = defaultText(from);
        String after = defaultText(to);
        whole.changed(from, to, "the default", before, after);
    }

    private static String defaultText(FieldDescriptor field) {
        Object value = field.getDefaultValue();
        return field.getJavaType() == JavaType.ENUM
                ? String.valueOf(((com.google.protobuf.Descriptors.EnumValueDescriptor) value).getNumber())
                : String.valueOf(value);
    }
}
