package dev.tenstep.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.config.ConfigException;
import dev.tenstep.rpc.kernel.TlsOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TlsKeysTest {
    private final List<String> set = new ArrayList<>();

    private void set(String key, String value) {
        System.setProperty(key, value);
        set.add(key);
    }

    @AfterEach
    void unset() {
        set.forEach(System::clearProperty);
    }

    private static @Nullable TlsOptions client(String name) {
        return TlsKeys.client(CoreKeys.Reader.load(name, Map.of()));
    }

    private static @Nullable TlsOptions server() {
        return TlsKeys.server(CoreKeys.Reader.load(null, Map.of()));
    }

    @Test
    void noSettingsMeanNoTls() {
        assertThat(client(null)).isNull();
        assertThat(server()).isNull();
    }

    @Test
    void onIsEnoughForAClient() {
        set("rpc.tls", "on");
        assertThat(client(null)).isEqualTo(TlsOptions.DEFAULT);
        assertThat(server()).isNull();
    }

    @Test
    void clientFilesTurnTlsOn() {
        set("rpc.tls.ca", "ca.pem");
        assertThat(client(null)).isEqualTo(TlsOptions.DEFAULT.withAuthorities(Path.of("ca.pem")));
        set("rpc.tls.certificate", "c.pem");
        set("rpc.tls.key", "k.pem");
        assertThat(client(null)).isEqualTo(new TlsOptions(Path.of("c.pem"), Path.of("k.pem"), Path.of("ca.pem")));
    }

    @Test
    void oneClientMayTurnTlsOff() {
        set("rpc.tls.ca", "ca.pem");
        set("rpc.client.local.tls", "off");
        assertThat(client("local")).isNull();
        assertThat(client("other")).isNotNull();
    }

    @Test
    void aServerNeedsCertificateAndKey() {
        set("rpc.server.tls.certificate", "c.pem");
        assertThatThrownBy(TlsKeysTest::server)
                .isInstanceOf(ConfigException.class)
                .hasMessage("rpc.server.tls.certificate: c.pem (expected: rpc.server.tls.key set as well)");
        set("rpc.server.tls.key", "k.pem");
        set("rpc.server.tls.client.ca", "ca.pem");
        assertThat(server()).isEqualTo(new TlsOptions(Path.of("c.pem"), Path.of("k.pem"), Path.of("ca.pem")));
    }

    @Test
    void halfOfAPairIsAnError() {
        set("rpc.tls.key", "k.pem");
        assertThatThrownBy(() -> client(null))
                .hasMessage("rpc.tls.key: k.pem (expected: rpc.tls.certificate set as well)");
        set("rpc.server.tls.client.ca", "ca.pem");
        assertThatThrownBy(TlsKeysTest::server)
                .hasMessage("rpc.server.tls.client.ca: ca.pem (expected: rpc.server.tls.certificate set as well)");
        assertThatThrownBy(() -> new TlsOptions(Path.of("c.pem"), null, null))
                .hasMessage("TLS: certificate c.pem, key null (expected: both, or neither)");
    }
}
