package dev.tenstep.rpc.protocol.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A fuzzer gets no further than its seeds let it: these are valid, and reach what they are named after. */
final class Http2InputsTest {
    private static final Map<String, byte[]> ALL = Http2Inputs.all();

    private static byte[] input(String name) {
        return requireNonNull(ALL.get(name), name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "next",
                "next-in-pieces",
                "next-tiny",
                "next-metadata",
                "next-length",
                "cut-message",
                "length-null",
                "text-windows",
                "sum",
                "count",
                "echo",
                "request-trailers",
                "padded",
                "padded-priority",
                "continued",
                "gzip-next",
                "gzip-answer",
                "gzip-sum",
                "gzip-echo"
            })
    void requestIsAnswered(String name) {
        assertThat(Http2ServerFuzz.once(input(name))).isEqualTo(Map.of(1, "0"));
    }

    @ParameterizedTest
    @CsvSource({
        "refuse, 2",
        "get, 404",
        "unknown-method, 12",
        "bad-base64, 13",
        "two-messages, 12",
        "gzip-bomb, 8",
        "gzip-echo-bomb, 8",
        "gzip-unnamed, 13",
        "answer-next, reset 1"
    })
    void requestFails(String name, String end) {
        assertThat(Http2ServerFuzz.once(input(name))).isEqualTo(Map.of(1, end));
    }

    @Test
    void dynamicTableServesASecondRequest() {
        assertThat(Http2ServerFuzz.once(input("table"))).isEqualTo(Map.of(1, "0", 3, "0"));
    }

    @ParameterizedTest
    @CsvSource({
        "answer-next, 0, 6",
        "answers-in-pieces, 0, 6",
        "table-answer, 0, 6",
        "answer-text, 1, x",
        "answer-sum, 3, 6",
        "answer-count, 4, '[1, 2]'",
        "answer-echo, 5, '[x, y]'"
    })
    void callSucceeds(String name, int call, String result) {
        assertThat(Http2ClientFuzz.once(input(name)).get(call)).isEqualTo(List.of(result));
    }

    @ParameterizedTest
    @CsvSource({
        "answer-bomb, 1, RESOURCE_EXHAUSTED",
        "answer-bomb-in-stream, 5, RESOURCE_EXHAUSTED",
        "fails-declared, 2, Refusal: not today",
        "fails-status, 2, Refusal: not today",
        "fails-unavailable, 0, UNAVAILABLE (from the server): not now",
        "fails-bad-gateway, 0, HTTP status 502",
        "fails-reset, 4, CANCEL",
        "fails-go-away, 5, the server went away: bye",
        "flood-settings, 0, frames without a message: 1001"
    })
    void callFails(String name, int call, String why) {
        assertThat(Http2ClientFuzz.once(input(name)).get(call))
                .singleElement()
                .asString()
                .contains(why);
    }
}
