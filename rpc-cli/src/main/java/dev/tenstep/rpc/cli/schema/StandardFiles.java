package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of google.protobuf, as protobuf's library has them. */
final class StandardFiles {
    private static final List<FileDescriptor> ALL = List.of(
            DescriptorProtos.getDescriptor(),
            AnyProto.getDescriptor(),
            ApiProto.getDescriptor(),
            DurationProto.getDescriptor(),
            EmptyProto.getDescriptor(),
            FieldMaskProto.getDescriptor(),
            JavaFeaturesProto.getDescriptor(),
            SourceContextProto.getDescriptor(),
            StructProto.getDescriptor(),
            TimestampProto.getDescriptor(),
            TypeProto.getDescriptor(),
            WrappersProto.getDescriptor());

    private StandardFiles() {}

    /** Returns the file of that name, or null. */
    static @Nullable FileDescriptor descriptor(String name) {
        return ALL.stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElse(null);
    }
}
