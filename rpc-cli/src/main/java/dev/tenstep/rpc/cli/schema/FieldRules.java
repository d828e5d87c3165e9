package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.FeatureSet.FieldPresence;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.Set;

/** The rules of protoc for single fields and extensions. */
final class FieldRules {
    static final int MAX_NUMBER = 536_870_911;

    private static final int FIRST_RESERVED = 19_000;
    private static final int LAST_RESERVED = 19_999;

    private final SchemaRules.Refusal refusal;
    private final boolean proto3;

    FieldRules(SchemaRules.Refusal refusal, boolean proto3) {
        this.refusal = refusal;
        this.proto3 = proto3;
    }

    void check(FieldDescriptor field) {
        number(field);
        FieldDescriptorProto written = field.toProto();
        if (field.isMapField() && field.getContainingOneof() != null) {
            throw refusal.wrong(field, "a map in a oneof", "a message that has the map");
        }
        if (field.isMapField()) {
            mapValue(field);
        }
        if (proto3 && written.getType() == FieldDescriptorProto.Type.TYPE_GROUP) {
            throw refusal.wrong(field, "a group in proto3", "a message");
        }
        if (proto3 && written.hasDefaultValue()) {
            throw refusal.wrong(field, "a default in proto3", "none");
        }
        if (proto3 && written.getLabel() == FieldDescriptorProto.Label.LABEL_REQUIRED) {
            throw refusal.wrong(field, "a required field in proto3", "optional, or no label");
        }
        if (field.getJavaType() == JavaType.BOOLEAN
                && written.hasDefaultValue()
                && !Set.of("true", "false").contains(written.getDefaultValue())) {
            throw refusal.wrong(field, "the default " + written.getDefaultValue(), "true or false");
        }
        if (proto3
                && field.getJavaType() == JavaType.ENUM
                && field.getEnumType().isClosed()) {
            throw refusal.wrong(
                    field,
                    "the closed enum " + field.getEnumType().getFullName() + " in proto3",
                    "an open enum, as proto3 has them");
        }
        options(field);
        presence(field);
    }

    private void number(FieldDescriptor field) {
        int number = field.getNumber();
        boolean set =
                field.isExtension() && field.getContainingType().getOptions().getMessageSetWireFormat();
        if (number < 1 || (number > MAX_NUMBER && !set) || (number >= FIRST_RESERVED && number <= LAST_RESERVED)) {
            throw refusal.wrong(
                    field,
                    "the number " + number,
                    "1.." + MAX_NUMBER + ", and not " + FIRST_RESERVED + ".." + LAST_RESERVED
                            + ", which are protobuf's own");
        }
    }

    private void mapValue(FieldDescriptor map) {
        FieldDescriptor value = map.getMessageType().findFieldByNumber(2);
        if (value.getJavaType() == JavaType.ENUM
                && value.getEnumType().getValues().get(0).getNumber() != 0) {
            throw refusal.wrong(
                    map,
                    "a map of " + value.getEnumType().getFullName() + ", whose first value is not 0",
                    "an enum whose first value is 0");
        }
    }

    private void options(FieldDescriptor field) {
        FieldOptions options = field.getOptions();
        if ((options.getLazy() || options.getUnverifiedLazy()) && field.getJavaType() != JavaType.MESSAGE) {
            throw refusal.wrong(field, "the option lazy", "a message as the field's type");
        }
        if (options.getJstype() != FieldOptions.JSType.JS_NORMAL && field.getJavaType() != JavaType.LONG) {
            throw refusal.wrong(field, "the option jstype", "an integer of 64 bits as the field's type");
        }
    }

    private void presence(FieldDescriptor field) {
        boolean told = field.toProto().getOptions().getFeatures().hasFieldPresence();
        if (told && (field.isRepeated() || field.isExtension() || field.getRealContainingOneof() != null)) {
            throw refusal.wrong(
                    field, "features.field_presence", "none on a repeated field, an extension or a field of a oneof");
        }
        boolean implicit =
                told && field.toProto().getOptions().getFeatures().getFieldPresence() == FieldPresence.IMPLICIT;
        if (implicit && field.getJavaType() == JavaType.MESSAGE) {
            throw refusal.wrong(field, "a message without presence", "another features.field_presence than IMPLICIT");
        }
        boolean plain = !field.isRepeated() && !field.hasPresence();
        if (plain && field.toProto().hasDefaultValue()) {
            throw refusal.wrong(field, "a default of a field without presence", "presence, or no default");
        }
        if (plain && field.getJavaType() == JavaType.ENUM && field.getEnumType().isClosed()) {
            throw refusal.wrong(
                    field,
                    "the closed enum " + field.getEnumType().getFullName() + " in a field without presence",
                    "an open enum, or presence");
        }
    }
}
