package dev.tenstep.rpc.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Tests that the reader refuses the files that protoc refuses, and no others; protoc itself is asked for each of them. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
final class RefusalsTest {
    private static final Path PROTOC = Path.of("target", "protoc", "protoc.exe");
    private static final Map<String, String> HEADS =
            Map.of("2", "syntax = \"proto2\";\n", "3", "syntax = \"proto3\";\n", "E", "edition = \"2023\";\n");

    @TempDir
    private Path folder;

    /**
     * Compares verdicts.
     *
     * @param head a key of the first lines above
     * @param text the file's second line
     * @param error a part of ours with its place, {@code :2:10: ...}, or {@code fine}
     */
    @ParameterizedTest
    @CsvFileSource(resources = "/refusals.txt", delimiter = '|', quoteCharacter = '^')
    void theVerdictIsProtocs(String head, String text, String error) throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve("two.proto"), "syntax = \"proto2\"; enum Two { T = 0; } message P { extensions 9; }");
        Path file = Files.writeString(folder.resolve("a.proto"), HEADS.get(head) + text + "\n");
        String said = protoc();
        if (error.equals("fine")) {
            assertThat(said).as("protoc").isEmpty();
            assertThatCode(() -> read(file)).doesNotThrowAnyException();
        } else {
            assertThat(said).as("protoc").isNotEmpty();
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(UnreadableSchemaException.class)
                    .hasMessageStartingWith(file + error);
        }
    }

    private static ProtoSources read(Path file) {
        return ProtoSources.read(List.of(file), List.of());
    }

    /** Returns the errors that protoc has for the file; empty if it takes it. */
    private String protoc() throws IOException, InterruptedException {
        assertThat(PROTOC).exists();
        assertThat(PROTOC.toFile().canExecute() || PROTOC.toFile().setExecutable(true))
                .isTrue();
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        PROTOC.toAbsolutePath().toString(),
                        "-I" + folder,
                        "--descriptor_set_out=" + folder.resolve("set.binpb"),
                        "a.proto")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? "" : Files.readString(said);
    }
}
