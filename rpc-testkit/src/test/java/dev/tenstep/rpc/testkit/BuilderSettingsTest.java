package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Single settings that a builder is told, in code and by key, and the order in which they count. */
final class BuilderSettingsTest {
    private static final String ADDRESS = "inproc:builder-settings";

    @RpcService
    interface Echo {
        String echo(String text);
    }

    private final List<KernelSettings> seen = new ArrayList<>();

    /** Changes nothing. */
    private KernelSettings look(KernelSettings settings) {
        seen.add(settings);
        return settings;
    }

    private static RpcServer.Builder server() {
        return RpcServer.builder()
                .listen(ADDRESS)
                .serializer(new TinySerializer())
                .service(Echo.class, text -> text);
    }

    private static RpcClient.Builder client() {
        return RpcClient.builder().to(ADDRESS).serializer(new TinySerializer());
    }

    @Test
    void changeOfOneLimitLeavesTheOthersAsConfigurationHasThem() {
        Map<String, String> config = Map.of("rpc.in-flight.limit", "7", "rpc.message.limit", "64KiB");
        server().config(config)
                .settings(s -> s.withMaxMessage(2048))
                .settings(this::look)
                .start()
                .close();
        client().config(config)
                .settings(s -> s.withMaxMessage(2048))
                .settings(this::look)
                .build()
                .close();
        assertThat(seen)
                .hasSize(2)
                .allSatisfy(settings -> assertThat(settings.maxMessage()).isEqualTo(2048))
                .allSatisfy(settings -> assertThat(settings.maxInFlight()).isEqualTo(7));
    }

    @Test
    void limitThatWasChangedIsKept() {
        try (RpcServer server = server().settings(s -> s.withMaxMessage(2048)).start();
                RpcClient client = client().to(server.address()).build()) {
            Echo echo = client.stub(Echo.class);
            assertThat(echo.echo("x")).isEqualTo("x");
            assertThatThrownBy(() -> echo.echo("x".repeat(3000)))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("larger than the message limit (2048 bytes)");
        }
    }

    @Test
    void settingsAsAWholeStandForWhatConfigurationSaysAndForEarlierChanges() {
        server().config(Map.of("rpc.in-flight.limit", "7"))
                .settings(s -> s.withMaxMessage(2048))
                .settings(KernelSettings.DEFAULT)
                .settings(s -> s.withMaxMetadata(100))
                .settings(this::look)
                .start()
                .close();
        assertThat(seen)
                .singleElement()
                .satisfies(settings -> assertThat(settings.maxInFlight()).isEqualTo(1024))
                .satisfies(settings -> assertThat(settings.maxMessage()).isEqualTo(4 << 20))
                .satisfies(settings -> assertThat(settings.maxMetadata()).isEqualTo(100));
    }

    @Test
    void whatABuilderIsToldByAMethodGoesBeforeItsConfig() {
        Map<String, String> config = Map.of("rpc.target", "inproc:nobody-listens-here", "rpc.serializer", "none-such");
        try (RpcServer server = server().config(config).start();
                RpcClient client = client().config(config).build()) {
            assertThat(client.stub(Echo.class).echo("x")).isEqualTo("x");
            assertThat(server.address()).isEqualTo(ADDRESS);
        }
    }

    @Test
    void clientMayBeMadeOfItsConfigAlone() {
        try (RpcServer server = server().start();
                RpcClient client = RpcClient.builder()
                        .name("orders")
                        .config(Map.of("rpc.client.orders.target", server.address()))
                        .serializer(new TinySerializer())
                        .build()) {
            assertThat(client.stub(Echo.class).echo("x")).isEqualTo("x");
        }
    }

    @Test
    void lastOfSeveralMapsCountsAndLaterChangesOfAMapDoNot() {
        Map<String, String> first = new HashMap<>(Map.of("rpc.in-flight.limit", "7", "rpc.message.limit", "64KiB"));
        RpcServer.Builder builder = server().config(first).config(Map.of("rpc.in-flight.limit", "8"));
        first.put("rpc.message.limit", "1MiB");
        builder.settings(this::look).start().close();
        assertThat(seen)
                .singleElement()
                .satisfies(settings -> assertThat(settings.maxInFlight()).isEqualTo(8))
                .satisfies(settings -> assertThat(settings.maxMessage()).isEqualTo(64 << 10));
    }
}
