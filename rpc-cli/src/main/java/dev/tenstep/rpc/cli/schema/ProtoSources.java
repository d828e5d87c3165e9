package dev.tenstep.rpc.cli.schema;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files of protobuf's schema language, read into descriptors without protoc: {@code .proto} files of proto2, proto3 and edition 2023,
 * and descriptor sets ({@code protoc --descriptor_set_out}, {@code buf build -o}). The files of google.protobuf, google.type,
 * google.rpc and google.api are there without being given.
 *
 * <pre>{@code
 * ProtoSources sources = ProtoSources.read(List.of(Path.of("proto")), List.of());
 * for (FileDescriptor file : sources.files()) {
 *     file.getServices().forEach(each -> out.println(sources.place(each) + " " + each.getFullName()));
 * }
 * }</pre>
 */
public final class ProtoSources {
    /** The ends of the names of descriptor sets. */
    private static final Set<String> SETS = Set.of("binpb", "pb", "desc", "protoset", "protobin");

    private final List<FileDescriptor> files;
    private final List<FileDescriptor> all;
    private final Map<String, Path> paths;

    private ProtoSources(List<FileDescriptor> files, List<FileDescriptor> all, Map<String, Path> paths) {
        this.files = List.copyOf(files);
        this.all = List.copyOf(all);
        this.paths = paths;
    }

    /**
     * Reads files.
     *
     * @param inputs {@code .proto} files, folders of them (searched as a whole, and each the root of its files' names), and descriptor
     *     sets
     * @param roots the folders that imports are looked for in, like protoc's -I. A file outside them is found as if its folder was one
     * @throws UnreadableSchemaException if a file is not there or not valid, with its line and column
     */
    public static ProtoSources read(List<Path> inputs, List<Path> roots) {
        Map<String, FileDescriptorProto> given = new LinkedHashMap<>();
        List<Path> folders = new ArrayList<>(roots);
        List<Path> protos = new ArrayList<>();
        List<String> wanted = new ArrayList<>();
        for (Path root : roots) {
            if (!Files.isDirectory(root)) {
                throw new UnreadableSchemaException(root + " is not a folder (expected: one that has .proto files)");
            }
        }
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                folders.add(input);
                protos.addAll(protosIn(input));
            } else if (!Files.exists(input)) {
                throw new UnreadableSchemaException(
                        input + " does not exist (expected: a .proto file, a folder of them, or a descriptor set)");
            } else if (isSet(input)) {
                for (FileDescriptorProto file : set(input).getFileList()) {
                    given.putIfAbsent(file.getName(), file);
                    wanted.add(file.getName());
                }
            } else {
                protos.add(input);
            }
        }
        ProtoLinker linker = new ProtoLinker(folders, given);
        protos.forEach(each -> wanted.add(linker.add(each)));
        List<FileDescriptor> files =
                wanted.stream().distinct().map(linker::file).toList();
        return new ProtoSources(files, linker.all(), linker.paths());
    }

    /** Takes descriptors from elsewhere, such as server reflection, which may have source places and comments or not. */
    public static ProtoSources of(List<FileDescriptor> files) {
        List<FileDescriptor> all = new ArrayList<>();
        files.forEach(each -> ProtoLinker.addWithImports(each, all));
        return new ProtoSources(files, all, Map.of());
    }

    /** Returns the files that were asked for, in their order, those of a folder by name. */
    public List<FileDescriptor> files() {
        return files;
    }

    /** Returns the files that were asked for, and those that they import, each after its own imports. */
    public List<FileDescriptor> all() {
        return all;
    }

    /**
     * Returns the place of an element as file:line:column, {@code proto/acme/users.proto:7:3}; without line and column if the
     * descriptor has no source info.
     */
    public String place(GenericDescriptor element) {
        String file = place(element.getFile());
        SourceInfo.Spot spot = SourceInfo.spot(element);
        return spot == null ? file : file + ":" + spot.line() + ":" + spot.column();
    }

    private String place(FileDescriptor file) {
        Path path = paths.get(file.getName());
        return path == null ? file.getName() : path.toString();
    }

    /** Returns the path of a file that was read from disk, or null. */
    public @Nullable Path path(FileDescriptor file) {
        return paths.get(file.getName());
    }

    /** Returns the comment of an element, several lines or empty. */
    public String comment(GenericDescriptor element) {
        SourceInfo.Spot spot = SourceInfo.spot(element);
        return spot == null ? "" : spot.comment();
    }

    private static List<Path> protosIn(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> found = walk.filter(each -> each.toString().endsWith(".proto") && Files.isRegularFile(each))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new UnreadableSchemaException(folder + " has no .proto files (expected: one or more)");
            }
            return found;
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableSchemaException(folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isSet(Path file) {
        String name = file.getFileName().toString();
        return SETS.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static FileDescriptorSet set(Path file) {
        try {
            FileDescriptorSet set =
                    FileDescriptorSet.parseFrom(Files.readAllBytes(file), ExtensionRegistryLite.getEmptyRegistry());
            if (set.getFileCount() == 0) {
                throw new UnreadableSchemaException(file + " has no files (expected: a descriptor set)");
            }
            return set;
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableSchemaException(
                    file
                            + " is not a descriptor set (expected: the output of protoc --descriptor_set_out or buf build): "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new UnreadableSchemaException(file + " cannot be read: " + e, e);
        }
    }
}
