package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.config.ConfigKey;
import dev.tenstep.rpc.contract.RpcService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HttpKeysTest {
    private static final int PINGS = 50;

    @RpcService("acme.Echo")
    interface Echo {
        String echo(String text);
    }

    private static RpcServer serve(String key, String value) {
        return RpcServer.builder()
                .listen("127.0.0.1:0")
                .service(Echo.class, text -> text)
                .config(Map.of(key, value))
                .start();
    }

    private static String goAway(RpcServer server, RawFrames frames) throws Exception {
        try (RawPeer client = RawPeer.greeted(server.address())) {
            client.send(frames);
            return client.next(RawFrames.GOAWAY).text();
        }
    }

    @Test
    void emptyFramesAreCountedByTheLimit() throws Exception {
        RawFrames frames = new RawFrames();
        for (int i = 0; i < 150; i++) {
            frames.settings();
        }
        try (RpcServer server = serve("rpc.server.http.empty-frames", "100")) {
            assertThat(goAway(server, frames)).contains("frames without a message: 101 (expected: at most 100");
        }
    }

    @Test
    void resetsAreCountedByTheLimit() throws Exception {
        RawFrames frames = new RawFrames();
        for (int i = 0; i < 10; i++) {
            frames.headers(2 * i + 1, false, RawFrames.grpc("acme.Echo/Echo", "application/grpc"))
                    .reset(2 * i + 1, 8);
        }
        try (RpcServer server = serve("rpc.server.http.resets", "5")) {
            assertThat(goAway(server, frames)).contains("streams reset: 6 more than completed (expected: at most 5");
        }
    }

    @Test
    void pingsMayBeAllowedAtAnyTime() throws Exception {
        RawFrames frames = new RawFrames();
        for (int i = 0; i < PINGS; i++) {
            frames.frame(RawFrames.PING, 0, 0, new byte[8]);
        }
        try (RpcServer server = serve("rpc.server.http.ping.idle", "0s");
                RawPeer client = RawPeer.greeted(server.address())) {
            client.send(frames);
            for (int i = 0; i < PINGS; i++) {
                assertThat(client.next(RawFrames.PING).flags()).isEqualTo(1);
            }
        }
        try (RpcServer server = serve("rpc.server.http.ping.idle", "5m")) {
            assertThat(goAway(server, frames)).contains("too_many_pings");
        }
    }

    @Test
    void aWrongValueIsRefusedWhenTheServerStarts() {
        assertThatThrownBy(() -> serve("rpc.server.http.resets", "none"))
                .hasMessageContaining("rpc.server.http.resets")
                .hasMessageContaining("none")
                .hasMessageContaining("an integer in 1..1000000");
    }

    @Test
    void everyKeyIsOnThePage() throws Exception {
        List<String> keys = new HttpKeys().keys().stream().map(ConfigKey::name).toList();
        assertThat(keys).hasSize(5);
        assertThat(Files.readString(Path.of("..", "docs", "grpc.md"))).contains(keys);
        List<String> ofClients =
                new ClientHttpKeys().keys().stream().map(ConfigKey::name).toList();
        assertThat(ofClients).hasSize(2);
        assertThat(Files.readString(Path.of("..", "docs", "connect.md"))).contains(ofClients);
        assertThat(Files.readString(Path.of("..", "docs", "configuration.md"))).contains(ofClients);
    }
}
