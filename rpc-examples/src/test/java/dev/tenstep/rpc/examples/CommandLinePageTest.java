package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs what docs/command-line.md shows, in a shell, and compares what is printed. */
final class CommandLinePageTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern CONSOLE = Pattern.compile("(?m)^```console\n((?:(?!```).*\n)+)```$");
    private static final Duration TIME = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void everyCommandPrintsWhatThePageSays() throws Exception {
        String page = Files.readString(PROJECT.resolve("docs/command-line.md"));
        Matcher consoles = CONSOLE.matcher(page);
        int commands = 0;
        try (ChildProcess server = ChildProcess.start("server", List.of("server", "--port", "0"))) {
            String address = server.awaitLine(ServerCommand.READY, TIME);
            while (consoles.find()) {
                for (String each : consoles.group(1).split("(?m)^\\$ ")) {
                    if (!each.isEmpty()) {
                        int end = each.indexOf('\n');
                        String command = each.substring(0, end).replace("127.0.0.1:50000", address);
                        assertThat(run(command)).as(command).isEqualTo(each.substring(end + 1));
                        commands++;
                    }
                }
            }
        }
        assertThat(commands).isGreaterThan(9);
    }

    private String run(String command) throws Exception {
        Path output = folder.resolve("output");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String rpc = "rpc() { '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '"
                + System.getProperty("java.class.path") + "' dev.tenstep.rpc.cli.Main \"$@\"; }\n";
        Process shell = new ProcessBuilder("sh", "-c", rpc + command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(shell.waitFor(TIME.toSeconds(), TimeUnit.SECONDS))
                    .as(command)
                    .isTrue();
        } finally {
            shell.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }
}
