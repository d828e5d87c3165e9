package dev.tenstep.rpc.protoc;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The comments in a {@code .proto} file, as Javadoc. */
final class Comments {
    private final Map<List<Integer>, String> byPath = new HashMap<>();

    Comments(FileDescriptor file) {
        for (Location location : file.toProto().getSourceCodeInfo().getLocationList()) {
            String text = location.getLeadingComments().isBlank()
                    ? location.getTrailingComments()
                    : location.getLeadingComments();
            byPath.putIfAbsent(location.getPathList(), text);
        }
    }

    /** The Javadoc of a service; empty if it has no comment. */
    String of(ServiceDescriptor service) {
        return javadoc(List.of(FileDescriptorProto.SERVICE_FIELD_NUMBER, service.getIndex()));
    }

    /** The Javadoc of a method; empty if it has no comment. */
    String of(MethodDescriptor method) {
        return javadoc(List.of(
                FileDescriptorProto.SERVICE_FIELD_NUMBER,
                method.getService().getIndex(),
                ServiceDescriptorProto.METHOD_FIELD_NUMBER,
                method.getIndex()));
    }

    private String javadoc(List<Integer> path) {
        return javadoc(byPath.getOrDefault(path, ""));
    }

    /** Makes paragraphs of the blocks between blank lines, with everything escaped that Javadoc or Java would read. */
    static String javadoc(String comment) {
        String lines = comment.lines().map(String::strip).collect(Collectors.joining("\n"));
        return Arrays.stream(lines.split("\n{2,}"))
                .map(String::strip)
                .filter(paragraph -> !paragraph.isEmpty())
                .map(Comments::escaped)
                .collect(Collectors.joining("\n\n<p>"));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            escaped.append(escaped(text.charAt(i), i == 0 ? ' ' : text.charAt(i - 1)));
        }
        return escaped.toString();
    }

    private static String escaped(char c, char before) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '@' -> "&#64;";
            case '\\' -> "&#92;";
            case '/' -> before == '*' ? "&#47;" : "/";
            case '*' -> before == '/' ? "&#42;" : "*";
            case '\n' -> "\n";
            default -> Character.isISOControl(c) ? " " : String.valueOf(c);
        };
    }
}
