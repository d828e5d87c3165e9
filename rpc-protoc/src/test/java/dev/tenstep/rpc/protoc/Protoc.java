package dev.tenstep.rpc.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorRequest;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse;
import com.google.protobuf.compiler.PluginProtos.CodeGeneratorResponse.File;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** protoc with the plugin behind it: the request is made from protoc's descriptors, and the plugin runs in this JVM. */
final class Protoc {
    private static final Path PROGRAM = Path.of("target", "protoc", "protoc.exe");
    private static final List<String> KNOWN = List.of("descriptor", "java_features", "empty", "any", "timestamp");

    private final Path folder;
    private final List<String> files = new ArrayList<>();

    /** Prepares a folder with protobuf's own files, which lie beside protoc in a distribution. */
    Protoc(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("messages"));
        Files.createDirectories(folder.resolve("google/protobuf"));
        for (String name : KNOWN) {
            String path = "google/protobuf/" + name + ".proto";
            try (InputStream in = JavaFeaturesProto.class.getResourceAsStream("/" + path)) {
                Files.write(
                        folder.resolve(path), Objects.requireNonNull(in, path).readAllBytes());
            }
        }
    }

    /** Adds a file to generate. */
    Protoc file(String name, String text) throws IOException {
        imported(name, text);
        files.add(name);
        return this;
    }

    /** Adds a file that others import. */
    Protoc imported(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
        return this;
    }

    /** Runs protoc for the messages and descriptors, and returns the folder with the messages' Java. */
    Path messages() throws IOException, InterruptedException {
        run();
        return folder.resolve("messages");
    }

    /** Makes the request that protoc would send to the plugin. */
    CodeGeneratorRequest request(String parameter) throws IOException, InterruptedException {
        run();
        return CodeGeneratorRequest.newBuilder()
                .setParameter(parameter)
                .addAllFileToGenerate(files)
                .addAllProtoFile(FileDescriptorSet.parseFrom(Files.readAllBytes(folder.resolve("descriptors")))
                        .getFileList())
                .build();
    }

    /** Returns the plugin's files by path. */
    Map<String, String> generated(String parameter) throws IOException, InterruptedException {
        CodeGeneratorResponse response = response(parameter);
        assertThat(response.getError()).isEmpty();
        Map<String, String> generated = new TreeMap<>();
        for (File file : response.getFileList()) {
            assertThat(generated.put(file.getName(), file.getContent())).isNull();
        }
        return generated;
    }

    /** Returns the plugin's response, which has read the request as bytes. */
    CodeGeneratorResponse response(String parameter) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = Main.run(
                new String[0],
                new ByteArrayInputStream(request(parameter).toByteArray()),
                out,
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        assertThat(code).isZero();
        return CodeGeneratorResponse.parseFrom(out.toByteArray());
    }

    private void run() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM.toAbsolutePath().toString(),
                "-I.",
                "--include_imports",
                "--include_source_info",
                "--descriptor_set_out=descriptors",
                "--java_out=messages"));
        command.addAll(files);
        assertThat(PROGRAM.toFile().setExecutable(true)).isTrue();
        Path said = folder.resolve("said");
        Process protoc = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(protoc.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(protoc.exitValue()).as(Files.readString(said)).isZero();
    }
}
