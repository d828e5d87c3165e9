package dev.tenstep.rpc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.cli.schema.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the sections of docs/contracts.md on export and check: compiles, changes, and runs each command. */
final class ContractsPageTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern SECTION = Pattern.compile("(?ms)^## (?:Export|Lock and check)$(.*?)(?=^## |\\z)");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(java|diff|console)$\n(.*?)^```$");
    private static final Pattern XML = Pattern.compile("(?ms)^```xml$\n(.*?)^```$");

    @TempDir
    private Path folder;

    private Path classes;
    private String source = "";
    private int commands;

    @Test
    void everyCommandPrintsWhatThePageSays() throws IOException {
        classes = Files.createDirectories(folder.resolve("target/classes"));
        List<String> sections = sections();
        assertThat(sections).hasSize(2);
        Matcher blocks = BLOCK.matcher(String.join("", sections));
        while (blocks.find()) {
            switch (blocks.group(1)) {
                case "java" -> source += blocks.group(2);
                case "diff" -> change(blocks.group(2));
                default -> run(blocks.group(2));
            }
        }
        assertThat(commands).isGreaterThan(5);
    }

    @Test
    void theBuildIsCheckedAsThePageSays() throws IOException {
        Matcher xml = XML.matcher(String.join("", sections()));
        assertThat(xml.find()).isTrue();
        String shown = xml.group(1).replaceAll("\\s+", "");
        String pom = Files.readString(PROJECT.resolve("rpc-examples/pom.xml"))
                .replaceAll("(?s)<!--.*?-->", "")
                .replaceAll("\\s+", "")
                .replace("${project.version}", "0.1.0-SNAPSHOT");
        assertThat(pom).contains(shown.replace("<version>3.6.4</version>", ""));
        assertThat(Files.readString(PROJECT.resolve("pom.xml")).replaceAll("\\s+", ""))
                .contains("<artifactId>exec-maven-plugin</artifactId><version>3.6.4</version>");
    }

    private static List<String> sections() throws IOException {
        return SECTION.matcher(Files.readString(PROJECT.resolve("docs/contracts.md")))
                .results()
                .map((MatchResult section) -> section.group(1))
                .toList();
    }

    private void change(String diff) {
        String before = lines(diff, "-");
        assertThat(source).contains(before);
        source = source.replace(before, lines(diff, "+"));
    }

    private static String lines(String diff, String sign) {
        StringBuilder lines = new StringBuilder();
        diff.lines().filter(line -> line.startsWith(sign)).forEach(line -> lines.append(line.substring(1))
                .append('\n'));
        return lines.toString();
    }

    private void run(String console) {
        Sources.compile(classes, "package acme;\nimport dev.tenstep.rpc.contract.*;\n" + source);
        for (String each : console.split("(?m)^\\$ rpc ")) {
            if (!each.isEmpty()) {
                int end = each.indexOf('\n');
                String[] words = each.substring(0, end).split(" ");
                for (int i = 2; i < words.length; i++) {
                    boolean path = words[i].equals("proto") || words[i].equals("target/classes");
                    words[i] = path ? folder.resolve(words[i]).toString() : words[i];
                }
                Outcome outcome = Outcome.of(words);
                assertThat(outcome.out().replace(folder + "/", "") + outcome.err())
                        .as(each.substring(0, end))
                        .isEqualTo(each.substring(end + 1));
                commands++;
            }
        }
    }
}
