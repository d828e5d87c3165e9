package dev.tenstep.rpc.serialization.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tenstep.rpc.contract.ScalarModel;
import java.util.List;

/**
 * Descriptors of the messages of google.protobuf and google.type that Java types cross as. Those of google.type are
 * not in protobuf-java, so they are built here (googleapis/google/type).
 */
final class GoogleTypes {
    private static final Descriptor DECIMAL =
            file("decimal", "Decimal", FieldDescriptorProto.Type.TYPE_STRING, "value");
    private static final Descriptor DATE =
            file("date", "Date", FieldDescriptorProto.Type.TYPE_INT32, "year", "month", "day");
    private static final Descriptor TIME_OF_DAY = file(
            "timeofday", "TimeOfDay", FieldDescriptorProto.Type.TYPE_INT32, "hours", "minutes", "seconds", "nanos");

    private GoogleTypes() {}

    /** Returns the files of google.type. */
    static List<FileDescriptor> files() {
        return List.of(DECIMAL.getFile(), DATE.getFile(), TIME_OF_DAY.getFile());
    }

    static Descriptor descriptor(ScalarModel.Kind kind) {
        return switch (kind) {
            case INSTANT -> com.google.protobuf.Timestamp.getDescriptor();
            case DURATION -> com.google.protobuf.Duration.getDescriptor();
            case LOCAL_DATE -> DATE;
            case LOCAL_TIME -> TIME_OF_DAY;
            case BIG_DECIMAL -> DECIMAL;
            default -> throw new IllegalArgumentException(kind + " is not a message");
        };
    }

    private static Descriptor file(String file, String message, FieldDescriptorProto.Type type, String... fields) {
        DescriptorProto.Builder builder = DescriptorProto.newBuilder().setName(message);
        for (int i = 0; i < fields.length; i++) {
            builder.addFieldBuilder()
                    .setName(fields[i])
                    .setJsonName(fields[i])
                    .setNumber(i + 1)
                    .setType(type)
                    .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
        }
        FileDescriptorProto proto = FileDescriptorProto.newBuilder()
                .setName("google/type/" + file + ".proto")
                .setPackage("google.type")
                .setSyntax("proto3")
                .addMessageType(builder)
                .build();
        try {
            return FileDescriptor.buildFrom(proto, new FileDescriptor[0]).findMessageTypeByName(message);
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }
}
