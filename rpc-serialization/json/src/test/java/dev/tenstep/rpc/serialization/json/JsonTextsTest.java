package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenstep.rpc.testkit.SampleService;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts of errors about bad messages. They are for users, so they describe the message and not the parser. */
final class JsonTextsTest {
    private final JsonMessages json = new JsonMessages(SampleService.class);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ints | {\"value\":\"x\"}",
                "ints | {\"value\":12",
                "ints | {\"value\":12,",
                "ints | {\"value\":1x}",
                "ints | {\"value\"",
                "ints | {\"value\":1}}",
                "ints | {\"value\":99999999999}",
                "ints | [",
                "ints | nonsense",
                "ints | ''",
                "user | {\"value\":{\"id\":\"x\"}}",
                "user | {\"value\":{\"id\":1,\"id\":2}}",
                "user | {\"value\":{\"name\":[1]}}",
                "user | {\"value\":[",
                "string | {\"value\":\"open"
            })
    void errorOfBadParametersNamesNoSource(String method, String message) {
        Throwable refused = catchThrowable(() -> json.readParameters(method, message == null ? "" : message));
        assertThat(refused).isInstanceOf(IOException.class);
        assertThat(refused.getMessage())
                .doesNotContain(
                        "Source", "REDACTED", "fasterxml", "start marker", "reference chain", "dev.tenstep", "UNKNOWN")
                .isNotBlank();
    }

    @Test
    void errorOfANestedValueSaysWhereItIs() {
        assertThatThrownBy(() -> json.readResult("user", "{\"id\":\"x\"}"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(" at [\"id\"] (line: 1, column: 7)");
    }
}
