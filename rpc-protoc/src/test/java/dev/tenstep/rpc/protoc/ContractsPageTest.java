package dev.tenstep.rpc.protoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that the page's interfaces are those that are generated, and that its poms are those that the build uses. */
final class ContractsPageTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final String MESSAGES = Stream.of("Point", "Rectangle", "Feature", "RouteSummary", "RouteNote")
            .map(name -> "message " + name + " {}\n")
            .collect(Collectors.joining());

    private static List<String> blocks(String language) throws IOException {
        String page = Files.readString(PROJECT.resolve("docs/contracts.md"));
        String section = page.substring(page.indexOf("## Proto first")).split("\n## (?!Proto first)", 2)[0];
        return Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$")
                .matcher(section)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map((MatchResult block) -> block.group(2))
                .toList();
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void interfacesAreThoseThatAreGenerated(@TempDir Path folder) throws Exception {
        Map<String, String> generated = new Protoc(folder)
                .file("route_guide.proto", blocks("proto").get(0) + MESSAGES)
                .generated("");
        assertThat(generated.values())
                .map(text -> text.substring(text.indexOf("@RpcService(")))
                .isEqualTo(blocks(""));
    }

    @ParameterizedTest
    @CsvSource({"0, rpc-protoc/route-guide/pom.xml", "1, rpc-interop/route-guide/pom.xml"})
    void pomsAreThoseThatTheBuildUses(int block, String pom) throws IOException {
        String used = Files.readString(PROJECT.resolve(pom));
        String parent = Files.readString(PROJECT.resolve("pom.xml"));
        Map<String, String> versions = Pattern.compile("<(\\S+\\.version)>(.*)</")
                .matcher(parent)
                .results()
                .collect(Collectors.toMap(version -> version.group(1), version -> version.group(2)));
        versions.put("project.version", "0.1.0-SNAPSHOT");
        for (Map.Entry<String, String> version : versions.entrySet()) {
            used = used.replace("${" + version.getKey() + "}", version.getValue());
        }
        assertThat(used.lines().map(String::strip).toList())
                .containsAll(blocks("xml").get(block).lines().map(String::strip).toList());
    }
}
