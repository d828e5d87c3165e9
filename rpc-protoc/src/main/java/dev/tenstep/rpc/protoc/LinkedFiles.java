package dev.tenstep.rpc.protoc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a request, linked. protoc sends each after those that it imports. */
final class LinkedFiles {
    private final Map<String, FileDescriptor> files = new LinkedHashMap<>();

    private LinkedFiles() {}

    /**
     * Links the files.
     *
     * @throws MalformedRequestException if a file doesn't fit those that it imports
     */
    static LinkedFiles of(CodeGeneratorRequest request) throws MalformedRequestException {
        LinkedFiles linked = new LinkedFiles();
        for (FileDescriptorProto file : request.getProtoFileList()) {
            linked.files.put(file.getName(), linked.link(file));
        }
        return linked;
    }

    private FileDescriptor link(FileDescriptorProto file) throws MalformedRequestException {
        List<FileDescriptor> imported = new ArrayList<>();
        for (String name : file.getDependencyList()) {
            imported.add(named(name, file.getName() + " imports"));
        }
        try {
            return FileDescriptor.buildFrom(file, imported.toArray(FileDescriptor[]::new));
        } catch (DescriptorValidationException e) {
            throw new MalformedRequestException(file.getName() + ": " + e.getMessage(), e);
        }
    }

    /** All files, in the request's order. */
    Collection<FileDescriptor> all() {
        return Collections.unmodifiableCollection(files.values());
    }

    /**
     * The file of that name.
     *
     * @param why begins the text if there is none
     * @throws MalformedRequestException if there is none
     */
    FileDescriptor named(String name, String why) throws MalformedRequestException {
        FileDescriptor file = files.get(name);
        if (file == null) {
            throw new MalformedRequestException(
                    why + " " + name + ", which the request lacks (expected one of: "
                            + String.join(", ", files.keySet()) + ")",
                    null);
        }
        return file;
    }
}
