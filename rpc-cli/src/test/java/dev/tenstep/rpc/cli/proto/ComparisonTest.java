package dev.tenstep.rpc.cli.proto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.cli.schema.ProtoSources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests comparisons of several files; {@link MutationsTest} tests changes within one. */
final class ComparisonTest {
    @TempDir
    private Path folder;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        ProtoFolder.write(file, "syntax = \"proto3\";\n" + text);
        return file;
    }

    private static List<String> breaks(Path old, Path now, Level level) {
        return Comparison.of(contract(old), contract(now), level).stream()
                .filter(Finding::breaks)
                .map(each -> each.element() + ": " + each.reason())
                .toList();
    }

    private static Contract contract(Path input) {
        return Contract.of(ProtoSources.read(List.of(input), List.of()));
    }

    @Test
    void aMessageThatMovesToAnotherFileBreaksThoseWhoImportIt() throws IOException {
        write("old/a.proto", "package a; message One {} message Two {}");
        write("old/b.proto", "package a; message Three {}");
        write("new/a.proto", "package a; message One {}");
        write("new/b.proto", "package a; message Two {} message Three {}");
        assertThat(breaks(folder.resolve("old"), folder.resolve("new"), Level.FILE))
                .containsExactly("a.Two: moved from a.proto to b.proto (expected: the file that imports name)");
        assertThat(breaks(folder.resolve("old"), folder.resolve("new"), Level.WIRE))
                .isEmpty();
    }

    @Test
    void filesOfOneNameInTwoFoldersAreNotConfused() throws IOException {
        write("old/users.proto", "message One {}");
        write("old/acme/users.proto", "package acme; message Two {}");
        assertThat(breaks(folder.resolve("old"), folder.resolve("old"), Level.FILE))
                .isEmpty();
    }

    @Test
    void aFileThatIsGivenAloneIsComparedWithThatOfItsNameInAFolder() throws IOException {
        Path alone = write("old/acme/users.proto", "package acme; message Two {}");
        write("new/acme/users.proto", "package acme; message Two {}");
        write("new/zoo.proto", "message Three {}");
        assertThat(breaks(alone, folder.resolve("new"), Level.FILE)).isEmpty();
    }

    @Test
    void anEmptyFileThatIsGoneBreaksThoseWhoImportIt() throws IOException {
        write("old/a.proto", "package a; message One {}");
        write("old/empty.proto", "package a;");
        write("new/a.proto", "package a; message One {}");
        assertThat(breaks(folder.resolve("old"), folder.resolve("new"), Level.FILE))
                .containsExactly("empty.proto: the file is gone (expected: it stays, as others may import it)");
    }

    @Test
    void findingsAreSortedByLine() throws IOException {
        Path old = write("old/a.proto", "message A {}\n".concat("\n".repeat(9)) + "message B {}\nmessage C {}");
        Path now = write("new/a.proto", "");
        assertThat(Comparison.of(contract(old), contract(now), Level.FILE))
                .extracting(Finding::toString)
                .containsExactly(
                        old + ":2:1: A: the message is gone (expected: it stays, under this name)",
                        old + ":12:1: B: the message is gone (expected: it stays, under this name)",
                        old + ":13:1: C: the message is gone (expected: it stays, under this name)");
    }
}
