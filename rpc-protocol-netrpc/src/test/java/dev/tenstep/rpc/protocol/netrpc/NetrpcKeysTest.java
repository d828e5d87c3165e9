package dev.tenstep.rpc.protocol.netrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.config.ConfigTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class NetrpcKeysTest {
    @Test
    void tableOnThePageMatchesTheCode() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "call-from-go-netrpc.md")))
                .contains(ConfigTable.markdown(new NetrpcKeys().keys()));
    }

    @Test
    void wrongValuesAreReportedWhenTheClientIsMade() {
        RpcClient.Builder builder = RpcClient.builder()
                .to("127.0.0.1:1")
                .protocol("netrpc")
                .serializer("gob")
                .config(Map.of("rpc.netrpc.dial", "tcp", "rpc.netrpc.path", "no path"));
        assertThatThrownBy(builder::build)
                .hasMessage("rpc.netrpc.dial=tcp in the builder's config: expected one of http, bare, json\n"
                        + "rpc.netrpc.path=no path in the builder's config: expected a path such as /_goRPC_");
    }
}
