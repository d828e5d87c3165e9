package dev.tenstep.rpc.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.TextFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that files are read as protoc reads them. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class ProtocTest {
    private static final Path PROTOS = Path.of("src", "test", "resources", "protos");
    private static final Path PROTOC = Path.of("target", "protoc", "protoc.exe");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme/everything3.proto",
                "acme/everything2.proto",
                "acme/rules.proto",
                "acme/common.proto",
                "acme/edition.proto",
                "other/nopackage.proto",
                "google/api/annotations.proto",
                "google/api/http.proto",
                "google/rpc/status.proto",
                "google/rpc/error_details.proto",
                "google/type/date.proto",
                "google/type/decimal.proto",
                "google/type/timeofday.proto",
                "google/api/resource.proto",
                "google/api/client.proto",
                "google/longrunning/operations.proto"
            })
    void protocDescribesItAlike(String name) throws IOException, InterruptedException {
        Path packaged = packaged(name);
        FileDescriptorProto expected = protoc(name, packaged);
        Path input = name.startsWith("google/") ? packaged.resolve(name) : PROTOS.resolve(name);
        List<Path> roots = List.of(PROTOS, packaged);
        FileDescriptor read = ProtoSources.read(List.of(input), roots).files().get(0);
        assertThat(text(read.toProto())).isEqualTo(text(expected));
        assertThat(comparable(read.toProto())).isEqualTo(comparable(expected));
    }

    private static String text(FileDescriptorProto file) {
        return TextFormat.printer().printToString(comparable(file));
    }

    /** Removes places, and the empty options that protoc notes for a method with empty braces. */
    private static FileDescriptorProto comparable(FileDescriptorProto file) {
        FileDescriptorProto.Builder plain = file.toBuilder().clearSourceCodeInfo();
        plain.getServiceBuilderList().forEach(service -> service.getMethodBuilderList().stream()
                .filter(method -> method.getOptions().getSerializedSize() == 0)
                .forEach(MethodDescriptorProto.Builder::clearOptions));
        return plain.build();
    }

    /** Copies the files of Google's that are packaged with the program, for protoc. */
    private Path packaged(String name) throws IOException {
        Path root = folder.resolve("packaged");
        List<String> names = new ArrayList<>(List.of(
                "google/type/money.proto",
                "google/api/annotations.proto",
                "google/api/http.proto",
                "google/api/launch_stage.proto",
                "google/api/field_behavior.proto",
                "google/api/client.proto",
                "google/rpc/status.proto"));
        for (String each : List.of("any", "descriptor", "duration", "timestamp", "struct", "empty", "wrappers")) {
            names.add("google/protobuf/" + each + ".proto");
        }
        if (name.startsWith("google/")) {
            names.add(name);
        }
        for (String each : names) {
            Path file = root.resolve(each);
            Files.createDirectories(file.getParent());
            Files.write(file, ProtocTest.class.getResourceAsStream("/" + each).readAllBytes());
        }
        return root;
    }

    private FileDescriptorProto protoc(String name, Path packaged) throws IOException, InterruptedException {
        assertThat(PROTOC).exists();
        if (!PROTOC.toFile().canExecute()) {
            assertThat(PROTOC.toFile().setExecutable(true)).isTrue();
        }
        Path set = folder.resolve("set.binpb");
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        PROTOC.toAbsolutePath().toString(),
                        "-I" + PROTOS,
                        "-I" + packaged,
                        "--descriptor_set_out=" + set,
                        name)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return FileDescriptorSet.parseFrom(Files.readAllBytes(set), ExtensionRegistryLite.getEmptyRegistry())
                .getFile(0);
    }
}
