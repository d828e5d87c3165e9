package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A page of docs that a reader follows from top to bottom, in an empty folder. Blocks marked {@code LANGUAGE FILE} are
 * files to be written. Blocks marked {@code sh} are commands to be run, each of which must succeed; one that ends with
 * {@code &} is a server. A block marked {@code text} is what the commands before it print.
 */
final class Page implements AutoCloseable {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)(?: (\\S+))?\\n(.*?)^```$");
    private static final int SECONDS = 300;

    private final Path folder;
    private final String text;
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private final StringBuilder exports = new StringBuilder("set -euo pipefail\n");
    private final List<Program> servers = new ArrayList<>();

    private Page(Path folder, String text) {
        this.folder = folder;
        this.text = text;
        environment.put("TENSTEP", Program.PROJECT.toString());
        environment.put("PATH", "/usr/bin:" + System.getenv("PATH")); // Debian's Python before any other
        environment.put(
                "GOCACHE", Path.of("target", "go-cache").toAbsolutePath().toString());
        environment.put(
                "npm_config_cache",
                Path.of("target", "npm-cache").toAbsolutePath().toString());
    }

    /** Reads a page, and puts free ports in the place of its own. */
    static Page of(String name, Path folder) throws IOException {
        String text = Files.readString(Program.PROJECT.resolve("docs").resolve(name));
        for (String port : List.of("50000", "50051")) {
            text = text.replace(port, String.valueOf(Program.freePort()));
        }
        return new Page(folder, text);
    }

    /** Returns the files of a page, as it stands, by their names. */
    static Map<String, String> files(String name) throws IOException {
        String text = Files.readString(Program.PROJECT.resolve("docs").resolve(name));
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(2) != null)
                .collect(Collectors.toMap(block -> block.group(2), block -> block.group(3)));
    }

    /** Does what the page says. Returns how often what it shows was printed. */
    int follow() throws Exception {
        String printed = "";
        int compared = 0;
        for (MatchResult block : BLOCK.matcher(text).results().toList()) {
            String content = block.group(3);
            if (block.group(2) != null) {
                Program.write(folder.resolve(block.group(2)), content);
            } else if (block.group(1).equals("sh")) {
                printed = run(content.strip());
            } else if (block.group(1).equals("text")) {
                assertThat(printed.endsWith("\n") ? printed : printed + '\n').isEqualTo(content);
                compared++;
            }
        }
        return compared;
    }

    private String run(String commands) throws Exception {
        commands.lines().filter(line -> line.startsWith("export ")).forEach(line -> exports.append(line)
                .append('\n'));
        boolean serves = commands.endsWith("&");
        String script = exports + (serves ? commands.substring(0, commands.length() - 1) : commands);
        List<String> bash = List.of("bash", "-c", script);
        if (!serves) {
            return Program.run(bash, folder, environment, SECONDS);
        }
        Program server = Program.start(bash, folder, environment);
        servers.add(server);
        server.awaitAddress();
        return "";
    }

    @Override
    public void close() {
        servers.forEach(Program::close);
    }
}
