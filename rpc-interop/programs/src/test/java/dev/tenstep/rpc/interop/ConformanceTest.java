package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the cases of Connect's conformance suites that are for servers; docs/connect-conformance.md says which. */
@Timeout(300)
final class ConformanceTest {
    @BeforeAll
    static void install() throws Exception {
        Web.install();
    }

    @Test
    void allCasesAreAsExpected() throws Exception {
        try (RpcServer server = Web.server(new TextsHandler())
                .listen("127.0.0.1:0")
                .config(Map.of("rpc.message.limit", "64KiB"))
                .start()) {
            assertThat(Web.run("node", "cases.mjs", "http://" + server.address()))
                    .endsWith("\nall as expected\n")
                    .hasLineCount(8);
        }
    }
}
