package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Step;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks that the pages are true: their snippets compile, the README's run, their tables match the code, and their
 * links lead somewhere.
 */
final class PagesTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Path README = PROJECT.resolve("README.md");

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .map(PROJECT::relativize)
                    .filter(file -> !file.toString().matches(".*(target|\\.git)/.*"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void snippetsCompile(Path page, @TempDir Path folder) throws IOException {
        Snippets snippets = Snippets.of(Files.readString(PROJECT.resolve(page)));
        if (!snippets.isEmpty()) {
            assertThat(snippets.compile(folder))
                    .as("%s as%n%s", page, snippets.source())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        String text = Files.readString(PROJECT.resolve(page));
        assertThat(found("\\]\\((?!https?:)([^)#]+)[^)]*\\)", text))
                .allSatisfy(link ->
                        assertThat(PROJECT.resolve(page).resolveSibling(link)).exists());
    }

    @Test
    void theReadmeRuns(@TempDir Path folder) throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Snippets readme = Snippets.of(Files.readString(README).replace("127.0.0.1:9090", "127.0.0.1:" + free));
        assertThat(readme.compile(folder)).isEmpty();
        Snippets.run(folder);
    }

    /** A guide is a page whose snippets run one after the other, from a server to its close. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "streaming",
                "deadlines-and-cancellation",
                "errors",
                "filters",
                "retries",
                "endpoints",
                "threads",
                "limits-and-overload",
                "testing",
                "configuration",
                "grpc",
                "call-from-go-netrpc"
            })
    void theGuidesRun(String guide, @TempDir Path folder) throws Exception {
        Snippets snippets = Snippets.of(guide(guide));
        assertThat(snippets.compile(folder)).isEmpty();
        Snippets.run(folder);
    }

    /** Runs with the settings on the page, and with the certificates that the examples' script makes. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void theGuideToSecurityRuns(@TempDir Path folder) throws Exception {
        Certificates.make(folder, "ann");
        String guide = guide("security").replace("/etc/accounts", folder.toString());
        String settings = String.join("\n", found("```properties\n([^`]+)```", guide));
        System.setProperty(
                "rpc.config",
                Files.writeString(folder.resolve("settings"), settings).toString());
        try {
            Snippets snippets = Snippets.of(guide);
            assertThat(snippets.compile(folder)).isEmpty();
            Snippets.run(folder);
        } finally {
            System.clearProperty("rpc.config");
        }
    }

    private static String guide(String name) throws IOException {
        assertThat(Files.readString(README)).contains("(docs/" + name + ".md)");
        return Files.readString(PROJECT.resolve("docs").resolve(name + ".md"));
    }

    @Test
    void aTestInAGuideThatFailsWouldBeSeen(@TempDir Path folder) throws Exception {
        Snippets wrong =
                Snippets.of("```java\nfinal class T {\n@Test\nvoid t() {\nassertThat(1).isEqualTo(2);\n}\n}\n```");
        assertThat(wrong.compile(folder)).isEmpty();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Snippets.run(folder)))
                .cause()
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aWrongValueInTheReadmeWouldBeSeen(@TempDir Path folder) throws Exception {
        Snippets wrong = Snippets.of("```java\nint one = 1; // 2\n```");
        assertThat(wrong.compile(folder)).isEmpty();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Snippets.run(folder)))
                .cause()
                .hasMessage("1 is not 2");
    }

    @Test
    void theTenStepsInTheReadmeAreWhereTheCodePerformsThem() throws IOException {
        Map<Integer, Set<String>> said = new TreeMap<>();
        for (String row : found("(?m)^(\\| \\d+ \\|.*)$", Files.readString(README))) {
            said.put(Integer.valueOf(row.split("\\|")[1].trim()), new TreeSet<>(found("`(\\w+\\.\\w+)`", row)));
        }
        Map<Integer, Set<String>> performed = ArchitectureTest.CLASSES.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(PerformsStep.class))
                .collect(Collectors.groupingBy(
                        method -> step(method).number(),
                        TreeMap::new,
                        Collectors.mapping(PagesTest::name, Collectors.toCollection(TreeSet::new))));
        assertThat(said).isEqualTo(performed);
    }

    @Test
    void theSettingsInTheReadmeAreRowsOfTheWholeTable() throws IOException {
        List<String> all = Files.readAllLines(PROJECT.resolve("docs").resolve("configuration.md"));
        assertThat(found("(?m)^(\\| `rpc\\..*)$", Files.readString(README)))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(all).contains(row));
    }

    @Test
    void theArtifactsOfNettyInTheReadmeAreThoseThatAllThisRunsOn() throws IOException {
        List<String> said = found("(?m)^\\| (netty-[\\w:-]+) \\|", Files.readString(README));
        Set<String> present = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> name.startsWith("netty-") && !name.contains("aarch_64"))
                .map(name -> name.replaceFirst("-4[.\\d]+Final-?", ":").replaceFirst(":?\\.jar$", ""))
                .collect(Collectors.toSet());
        assertThat(said).containsExactlyInAnyOrderElementsOf(present);
    }

    @Test
    void bomNamesEveryPublishedModuleAndTheVersionsOfTheBuild() throws IOException {
        String bom = Files.readString(PROJECT.resolve("rpc-bom/pom.xml"));
        String parent = Files.readString(PROJECT.resolve("pom.xml"));
        Set<String> published = new TreeSet<>();
        try (Stream<Path> poms = Files.walk(PROJECT, 3)) {
            for (Path pom : poms.filter(file -> file.endsWith("pom.xml")).toList()) {
                String text = Files.readString(pom);
                if (text.contains("<Automatic-Module-Name>")) {
                    published.add(found("</parent>\\s*<artifactId>(.*)</artifactId>", text)
                            .get(0));
                }
            }
        }
        assertThat(found("<groupId>dev.tenstep</groupId>\\s*<artifactId>(.*)</artifactId>\\s*<version>\\$", bom))
                .containsExactlyInAnyOrderElementsOf(published);
        assertThat(found("(<\\w+\\.version>.*</\\w+\\.version>)", bom))
                .isNotEmpty()
                .allSatisfy(version -> assertThat(parent).contains(version));
        assertThat(found("<artifactId>rpc-bom</artifactId>\\s*(<version>.*</version>)", bom))
                .allSatisfy(version -> assertThat(parent).contains(version));
    }

    @Test
    void versionsInThePomSnippetsAreThoseOfTheBuild() throws IOException {
        String pom = Files.readString(PROJECT.resolve("pom.xml"));
        assertThat(found("<version>(.*)</version>", Files.readString(README)))
                .allSatisfy(version -> assertThat(pom).contains(">" + version + "<"));
    }

    private static Step step(JavaMethod method) {
        return method.getAnnotationOfType(PerformsStep.class).value();
    }

    private static String name(JavaMethod method) {
        return method.getOwner().getSimpleName() + "." + method.getName();
    }

    private static List<String> found(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
