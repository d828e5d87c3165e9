package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import java.util.List;

/** Replaces names of types as written by those that they were found to mean. */
final class TypeNames {
    private TypeNames() {}

    static void makeAbsolute(FileDescriptorProto.Builder proto, FileDescriptor linked) {
        for (int i = 0; i < proto.getMessageTypeCount(); i++) {
            message(proto.getMessageTypeBuilder(i), linked.getMessageTypes().get(i));
        }
        fields(proto.getExtensionBuilderList(), linked.getExtensions());
        for (int i = 0; i < proto.getServiceCount(); i++) {
            for (int m = 0; m < proto.getService(i).getMethodCount(); m++) {
                MethodDescriptor method =
                        linked.getServices().get(i).getMethods().get(m);
                MethodDescriptorProto.Builder written =
                        proto.getServiceBuilder(i).getMethodBuilder(m);
                written.setInputType("." + method.getInputType().getFullName());
                written.setOutputType("." + method.getOutputType().getFullName());
            }
        }
    }

    private static void message(DescriptorProto.Builder proto, Descriptor linked) {
        fields(proto.getFieldBuilderList(), linked.getFields());
        fields(proto.getExtensionBuilderList(), linked.getExtensions());
        for (int i = 0; i < proto.getNestedTypeCount(); i++) {
            message(proto.getNestedTypeBuilder(i), linked.getNestedTypes().get(i));
        }
    }

    private static void fields(List<FieldDescriptorProto.Builder> written, List<FieldDescriptor> linked) {
        for (int i = 0; i < written.size(); i++) {
            FieldDescriptor field = linked.get(i);
            FieldDescriptorProto.Builder proto = written.get(i);
            if (field.isExtension()) {
                proto.setExtendee("." + field.getContainingType().getFullName());
            }
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                proto.setTypeName("." + field.getMessageType().getFullName());
                if (!proto.hasType()) {
                    proto.setType(FieldDescriptorProto.Type.TYPE_MESSAGE);
                }
            } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
                proto.setTypeName("." + field.getEnumType().getFullName()).setType(FieldDescriptorProto.Type.TYPE_ENUM);
            }
        }
    }
}
