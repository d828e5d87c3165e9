package dev.tenstep.rpc.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests the README's example, which is copied from here. */
final class ReadmeTest {
    private static final Path SELF = Path.of("src/test/java/dev/tenstep/rpc/transport/netty/ReadmeTest.java");

    @RpcService
    interface Greeter {
        String greet(String name);
    }

    @Test
    void theExampleGreets() {
        // example
        try (RpcServer server = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer("json")
                        .service(Greeter.class, name -> "Hello, " + name + "!")
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer("json")
                        .build()) {
            assertThat(client.stub(Greeter.class).greet("shen")).isEqualTo("Hello, shen!");
        }
        // end
    }

    @Test
    void theExampleIsTheReadmes() throws IOException {
        String self = Files.readString(SELF);
        String example = self.substring(self.indexOf("// example\n") + 11, self.indexOf("        // end\n"));

        assertThat(Files.readString(Path.of("README.md"))
                        .lines()
                        .map(String::strip)
                        .collect(Collectors.joining("\n")))
                .contains(example.lines().map(String::strip).collect(Collectors.joining("\n")));
    }
}
