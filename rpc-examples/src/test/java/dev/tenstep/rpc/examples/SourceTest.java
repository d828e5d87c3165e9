package dev.tenstep.rpc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules for every source file of every module, benchmarks and tests included. */
final class SourceTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final int LONGEST = 400;
    /** The limit for files whose comment says why they are longer. */
    private static final int LONGEST_WITH_REASON = 500;

    private static final String REASON = "Longer than other " + "files: ";
    private static final int USUAL = 110;

    private static final Map<Path, String> SOURCES = read();

    @Test
    void filesAreShort() {
        assertThat(SOURCES).allSatisfy((file, text) -> assertThat(text.lines().count())
                .as("lines of %s", file)
                .isLessThanOrEqualTo(text.contains(REASON) ? LONGEST_WITH_REASON : LONGEST));
    }

    @Test
    void medianFileIsShort() {
        long[] lengths = SOURCES.values().stream()
                .mapToLong(text -> text.lines().count())
                .sorted()
                .toArray();
        assertThat(lengths[lengths.length / 2]).as("median of lines").isLessThanOrEqualTo(USUAL);
    }

    @Test
    void everyPackageSaysWhatItIsAndThatNothingIsNull() {
        List<Path> without = SOURCES.keySet().stream()
                .filter(file -> file.toString().contains("src/main/java"))
                .map(file -> file.resolveSibling("package-info.java"))
                .distinct()
                .filter(file -> !SOURCES.getOrDefault(file, "").contains("@NullMarked"))
                .toList();
        assertThat(without).isEmpty();
    }

    @Test
    void nothingIsPutOff() {
        assertThat(containing("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b")).isEmpty();
    }

    @Test
    void javadocBeginsWithANounOrVerbPhrase() {
        assertThat(containing("/\\*\\*\\s*(\\*\\s*)*(What|Who|Whom|Whose|Where|Whether|How|Which)\\b"))
                .isEmpty();
    }

    @Test
    void noTestIsSwitchedOff() {
        assertThat(containing("@Dis" + "abled")).isEmpty();
    }

    @Test
    void noTestSleeps() {
        assertThat(containing("Thread\\.sle" + "ep|TimeUnit\\.\\w+\\.sle" + "ep"))
                .noneMatch(file -> file.toString().contains("src/test/"));
    }

    private static List<Path> containing(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return SOURCES.entrySet().stream()
                .filter(source -> pattern.matcher(source.getValue()).find())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the sources by path from the project's root. Generated sources lie under target and do not count. */
    private static Map<Path, String> read() {
        try (Stream<Path> files = Files.walk(PROJECT)) {
            Map<Path, String> sources = new TreeMap<>();
            for (Path file : files.filter(SourceTest::isSource).toList()) {
                sources.put(PROJECT.relativize(file), Files.readString(file));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSource(Path file) {
        String path = PROJECT.relativize(file).toString();
        return path.endsWith(".java") && path.contains("src/") && !path.contains("target/");
    }
}
