package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follows the pages on calls from other languages, with the example jar. */
@Timeout(300)
final class PagesForOthersTest {
    @Test
    void pythonPageIsTrue(@TempDir Path folder) throws Exception {
        Python.require();
        follow("call-from-python.md", folder);
    }

    @Test
    void goPageIsTrue(@TempDir Path folder) throws Exception {
        Go.require();
        follow("call-from-go.md", folder);
    }

    @Test
    void nodePageIsTrue(@TempDir Path folder) throws Exception {
        Node.require();
        follow("call-from-node.md", folder);
    }

    @Test
    void curlPageIsTrue(@TempDir Path folder) throws Exception {
        Program.require("curl --version");
        follow("call-with-curl.md", folder, 5);
    }

    @Test
    void browserPageIsTrue(@TempDir Path folder) throws Exception {
        Program.require("chromium --version");
        follow("call-from-a-browser.md", folder, 1);
    }

    @Test
    void goPageOnNetRpcIsTrue(@TempDir Path folder) throws Exception {
        Go.require();
        follow("call-from-go-netrpc.md", folder);
    }

    private static void follow(String name, Path folder) throws Exception {
        follow(name, folder, 2);
    }

    private static void follow(String name, Path folder, int compared) throws Exception {
        try (Page page = Page.of(name, folder)) {
            assertThat(page.follow()).isEqualTo(compared);
        }
    }

    @Test
    void programsOnThePageOnNetRpcAreThoseOfTheExamples() throws Exception {
        Path examples = Program.PROJECT.resolve("rpc-examples/netrpc");
        assertThat(Page.files("call-from-go-netrpc.md")).hasSize(2);
        Page.files("call-from-go-netrpc.md")
                .forEach((name, text) ->
                        assertThat(examples.resolve(name)).content().isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"call-from-python.md", "call-from-go.md", "call-from-node.md"})
    void programsOnThePageAreThoseOfTheExamples(String page) throws Exception {
        Path examples = Program.PROJECT.resolve("rpc-examples/grpc/hello");
        assertThat(Page.files(page)).hasSizeGreaterThan(2);
        Page.files(page).forEach((name, text) -> {
            if (!name.endsWith(".java")) {
                assertThat(examples.resolve(name)).content().isEqualTo(text);
            }
        });
        assertThat(Files.readString(Program.PROJECT.resolve("docs/grpc.md"))).contains("(" + page + ")");
    }
}
