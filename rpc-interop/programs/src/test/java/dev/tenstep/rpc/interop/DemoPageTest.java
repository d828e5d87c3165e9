package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Uses the demo page of the example server in Chromium. */
@Timeout(300)
final class DemoPageTest {
    @BeforeAll
    static void install() throws Exception {
        Program.require("/usr/bin/chromium --version");
        Web.install();
    }

    @Test
    void pageCallsTheHelloServiceAndWatchesTheTicker() throws Exception {
        Path jar = Program.PROJECT.resolve("rpc-examples/target/rpc-examples.jar");
        try (Program server = Program.start(List.of("java", "-jar", jar.toString(), "server", "--port", "0"))) {
            String[] shown = Web.run("node", "demo.mjs", "http://" + server.awaitAddress() + "/")
                    .split("\n");
            assertThat(shown).hasSize(6).startsWith("Hello, Ann!").endsWith("that is all", "stopped, and refused");
            assertThat(List.of(shown).subList(1, 4))
                    .allSatisfy(line -> assertThat(line).matches("[123]  TEN  \\d+\\.\\d+"));
        }
    }
}
