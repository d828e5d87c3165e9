package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonEchoTest {
    private final JsonEcho echo = new JsonEcho("{\"user\":{\"id\":4200001,\"name\":\"Zoë\"}}");

    @Test
    void answerIsTheUserWithNumbersAsNumbersOrAsStrings() {
        assertThat(echo.check(200, "{\"id\":4200001,\"name\":\"Zoë\"}")).isEqualTo(28);
        assertThat(echo.check(200, "{\"id\":\"4200001\",\"name\":\"Zoë\"}")).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "404 | {\"id\":4200001,\"name\":\"Zoë\"}",
                "200 | {\"id\":4200002,\"name\":\"Zoë\"}",
                "200 | {\"id\":4200001}",
                "200 | {\"user\":{\"id\":4200001,\"name\":\"Zoë\"}}",
                "200 | ``"
            })
    void anythingElseIsShownWithTheUser(int status, String answer) {
        assertThatThrownBy(() -> echo.check(status, answer))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("answer: " + status + " " + answer + " (expected: 200 {\"id\":4200001,\"name\":\"Zoë\"})");
    }

    @Test
    void requestOfTheRunHasAUserOfThatLength() {
        String request = new String(H2loadProtocol.CONNECT.request(), StandardCharsets.UTF_8);
        String user = request.substring("{\"user\":".length(), request.length() - 1);
        assertThat(new JsonEcho(request).check(200, user) + " bytes of JSON").isEqualTo(H2loadProtocol.CONNECT.user());
    }
}
