package dev.tenstep.rpc.cli.proto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the table says what buf says of each change. Runs with the profile interop, where npm fetches buf's program; without
 * npm it is skipped, but not in CI.
 */
@EnabledIfSystemProperty(named = "interop", matches = "true", disabledReason = "runs with -Pinterop")
@EnabledIf(value = "hasNpm", disabledReason = "npm is not installed")
final class BufTest {
    private static final String PACKAGE = "@bufbuild/buf@1.75.0";
    private static final Path HOME = Path.of("target", "buf").toAbsolutePath();
    private static final Path BUF = HOME.resolve("node_modules/.bin/buf");
    private static final int BREAKS = 100;

    private static final Map<Level, List<String>> SAID = new EnumMap<>(Level.class);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        if (!Files.exists(BUF)) {
            Files.createDirectories(HOME);
            Files.writeString(HOME.resolve("package.json"), "{\"private\": true}");
            Path said = HOME.resolve("npm.log");
            int code = run(said, "npm", "install", "--no-audit", "--no-fund", PACKAGE);
            assertThat(code).as(Files.readString(said)).isZero();
        }
        compareAll();
    }

    static boolean hasNpm() {
        return System.getenv("CI") != null
                || Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "npm")));
    }

    static List<Mutation> table() throws IOException {
        return Mutation.all();
    }

    @ParameterizedTest
    @MethodSource("table")
    void bufSaysWhatTheTableSays(Mutation mutation) throws IOException {
        String place = place(Mutation.all().indexOf(mutation));
        Set<Level> broken = EnumSet.noneOf(Level.class);
        StringBuilder all = new StringBuilder();
        for (Level level : Level.values()) {
            for (String line : SAID.get(level)) {
                if (line.contains(place)) {
                    broken.add(level);
                    all.append(level).append(' ').append(line).append('\n');
                }
            }
        }
        assertThat(broken).as(all.toString()).isEqualTo(mutation.buf());
    }

    /** Compares all at once, each in a folder and a package of its own, since buf takes a second to start. */
    private static void compareAll() throws IOException, InterruptedException {
        List<Mutation> table = Mutation.all();
        for (int i = 0; i < table.size(); i++) {
            Mutation each = table.get(i);
            write(each, each.before(), folder.resolve("old"), place(i));
            write(each, each.after(), folder.resolve("new"), place(i));
        }
        for (Level level : Level.values()) {
            Path said = folder.resolve("said-" + level);
            String config = "{\"version\":\"v2\",\"breaking\":{\"use\":[\"" + level + "\"]}}";
            int code = run(
                    said,
                    BUF.toString(),
                    "breaking",
                    folder.resolve("new").toString(),
                    "--against",
                    folder.resolve("old").toString(),
                    "--config",
                    config,
                    "--against-config",
                    config);
            assertThat(code).as(Files.readString(said)).isEqualTo(BREAKS);
            SAID.put(level, Files.readAllLines(said));
        }
    }

    private static String place(int index) {
        return "change" + index + "x";
    }

    private static void write(Mutation mutation, String text, Path root, String place) throws IOException {
        Path written = mutation.written(text, folder.resolve(place).resolve(root.getFileName()));
        try (Stream<Path> files = Files.walk(written)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = written.relativize(file).toString().replace("acme", place);
                ProtoFolder.write(
                        root.resolve(place).resolve(name),
                        Files.readString(file).replace("acme", place));
            }
        }
    }

    private static int run(Path said, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + " did not end within 2 minutes");
        }
        return process.exitValue();
    }
}
