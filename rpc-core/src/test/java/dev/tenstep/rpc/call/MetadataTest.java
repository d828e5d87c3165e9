package dev.tenstep.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metadata hides secrets in logs. */
final class MetadataTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "proxy-authorization",
                "cookie",
                "set-cookie",
                "token",
                "x-auth-token",
                "x-csrf.token",
                "x-api-key",
                "api_key",
                "client-secret",
                "password"
            })
    void secretIsShownAsItsLength(String key) {
        Metadata metadata = Metadata.of("tenant", "blue").with(key, "Bearer hush");
        assertThat(metadata).hasToString("[tenant=blue, " + key + "=11 bytes]");
        assertThat(metadata.entries().get(1)).hasToString(key + "=11 bytes");
        assertThat(metadata.text(key)).isEqualTo("Bearer hush");
    }

    @Test
    void bytesAreShownAsTheirLengthAndOtherTextsUnchanged() {
        assertThat(Metadata.EMPTY
                        .with("trace-bin", new byte[] {1, 2})
                        .with("tokens-left", "3")
                        .with("monkey", "see"))
                .hasToString("[trace-bin=2 bytes, tokens-left=3, monkey=see]");
    }
}
