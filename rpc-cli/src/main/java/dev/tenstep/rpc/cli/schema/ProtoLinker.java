package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds files by the names that imports have, and links them. For one thread. */
final class ProtoLinker {
    private final List<Path> folders;
    private final Map<String, FileDescriptorProto> given;
    private final Map<String, Path> paths = new LinkedHashMap<>();
    private final Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    /**
     * Makes a linker.
     *
     * @param given the files that are descriptors already, by name
     */
    ProtoLinker(List<Path> folders, Map<String, FileDescriptorProto> given) {
        this.folders = new ArrayList<>(folders);
        this.given = given;
    }

    /** Adds a file on disk and returns its name, as an import has it. */
    String add(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        for (Path folder : folders) {
            Path root = folder.toAbsolutePath().normalize();
            if (whole.startsWith(root)) {
                String name = root.relativize(whole).toString().replace('\\', '/');
                paths.putIfAbsent(name, file);
                return name;
            }
        }
        Path parent = file.getParent();
        folders.add(parent == null ? Path.of("") : parent);
        String name = file.getFileName().toString();
        paths.putIfAbsent(name, file);
        return name;
    }

    Map<String, Path> paths() {
        return Map.copyOf(paths);
    }

    List<FileDescriptor> all() {
        return List.copyOf(linked.values());
    }

    /** Returns the file of that name with all that it imports. */
    FileDescriptor file(String name) {
        return file(name, "");
    }

    private FileDescriptor file(String name, String importer) {
        FileDescriptor known = linked.get(name);
        if (known != null) {
            return known;
        }
        if (!underWay.add(name)) {
            throw new UnreadableSchemaException(
                    importer + " imports itself: " + String.join(" -> ", underWay) + " -> " + name);
        }
        FileDescriptor file = find(name, importer);
        underWay.remove(name);
        linked.put(name, file);
        return file;
    }

    private FileDescriptor find(String name, String importer) {
        // The library's own, even if there is a copy: options are set in its classes.
        FileDescriptor wellKnown = StandardFiles.descriptor(name);
        if (wellKnown != null) {
            wellKnown.getDependencies().forEach(each -> linked.putIfAbsent(each.getName(), each));
            return wellKnown;
        }
        FileDescriptorProto described = given.get(name);
        if (described != null) {
            return link(described, name);
        }
        Path path = paths.containsKey(name) ? paths.get(name) : onDisk(name);
        if (path != null) {
            paths.putIfAbsent(name, path);
            return read(name, text(path), path.toString());
        }
        String text = packaged(name);
        if (text == null) {
            throw new UnreadableSchemaException(importer + ": the import \"" + name + "\" is not found in "
                    + (folders.isEmpty() ? "any folder" : shown(folders))
                    + " (expected: a folder of imports that has it)");
        }
        return read(name, text, name);
    }

    private static List<String> shown(List<Path> folders) {
        return folders.stream()
                .map(Path::toString)
                .map(each -> each.isEmpty() ? "." : each)
                .toList();
    }

    /** Returns the file in one of the folders, and, as protoc does, none outside of them. */
    private @Nullable Path onDisk(String name) {
        if (name.startsWith("/") || List.of(name.split("/")).contains("..")) {
            return null;
        }
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** Returns the text of a file of Google's that others import; those are packaged with this program. */
    private static @Nullable String packaged(String name) {
        if (!name.startsWith("google/") || name.contains("..")) {
            return null;
        }
        try (InputStream in = ProtoLinker.class.getResourceAsStream("/" + name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnreadableSchemaException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (CharacterCodingException e) {
            throw new UnreadableSchemaException(path + " is not UTF-8 (expected: a .proto file)", e);
        } catch (IOException e) {
            throw new UnreadableSchemaException(path + " cannot be read: " + e, e);
        }
    }

    private FileDescriptor read(String name, String text, String place) {
        ProtoParse parsed = parse(name, text, place);
        FileDescriptorProto proto = parsed.proto();
        FileDescriptor file = link(proto, place);
        FileDescriptorProto whole = parsed.withCustomOptions(file);
        FileDescriptor linkedWhole = whole.equals(proto) ? file : link(whole, place);
        SchemaRules.check(linkedWhole, place);
        return linkedWhole;
    }

    private static ProtoParse parse(String name, String text, String place) {
        try {
            return ProtoParse.of(name, text, place);
        } catch (StackOverflowError e) {
            throw new UnreadableSchemaException(
                    place + ": nests too deeply (expected: some hundred levels at most)", e);
        }
    }

    private FileDescriptor link(FileDescriptorProto proto, String place) {
        FileDescriptor[] imports = proto.getDependencyList().stream()
                .map(each -> file(each, place))
                .toArray(FileDescriptor[]::new);
        try {
            return FileDescriptor.buildFrom(proto, imports);
        } catch (DescriptorValidationException e) {
            String spot = SourceInfo.place(proto, e.getProblemSymbolName(), place);
            throw new UnreadableSchemaException(spot + ": " + e.getProblemSymbolName() + ": " + e.getDescription(), e);
        }
    }

    /** Adds a file after its imports, unless it is there. */
    static void addWithImports(FileDescriptor file, List<FileDescriptor> all) {
        if (all.stream().noneMatch(each -> each.getName().equals(file.getName()))) {
            file.getDependencies().forEach(each -> addWithImports(each, all));
            all.add(file);
        }
    }
}
