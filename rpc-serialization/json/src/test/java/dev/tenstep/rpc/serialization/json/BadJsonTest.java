package dev.tenstep.rpc.serialization.json;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.testkit.SampleService;
import dev.tenstep.rpc.testkit.SampleTypes.Chain;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages that are refused, and the texts of the errors. */
@Timeout(60)
final class BadJsonTest {
    private final JsonMessages json = new JsonMessages(SampleService.class);

    @Test
    void aHundredThousandBracketsAreRefused() {
        String brackets = "[".repeat(100_000);
        assertThatThrownBy(() -> json.readResult("matrix", brackets)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readParameters("several", "{\"new\":" + brackets))
                .hasMessageContaining("depth");
        String objects = "{\"next\":".repeat(100_000);
        assertThatThrownBy(() -> json.readResult("chain", objects)).hasMessageContaining("depth");
    }

    @Test
    void aHundredLevelsAreAcceptedAndOneMoreIsRefused() throws IOException {
        String hundred = json.writeResult("chain", Chain.of(100));
        assertThat(json.readResult("chain", hundred)).isEqualTo(Chain.of(100));
        assertThatThrownBy(() -> json.writeResult("chain", Chain.of(101))).hasMessageContaining("depth (101)");
        String more = hundred.replace("\"next\":null", "\"next\":{}");
        assertThatThrownBy(() -> json.readResult("chain", more)).hasMessageContaining("depth (101)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ints", "longs", "floats", "doubles", "decimal", "bigInteger", "string", "user"})
    void numberOfAMegabyteIsRefused(String method) {
        assertThatThrownBy(() -> json.readResult(method, "9".repeat(1 << 20))).hasMessageContaining("1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ints", "longs", "floats", "decimal", "bigInteger"})
    void numberOfAMegabyteInAStringIsRefused(String method) {
        String message = '"' + "9".repeat(1 << 20) + '"';
        assertThatThrownBy(() -> json.readResult(method, message))
                .isInstanceOf(IOException.class)
                .message()
                .hasSizeLessThan(1_500);
    }

    @Test
    void longNameIsRefused() {
        String message = "{\"" + "n".repeat(1001) + "\":1}";
        assertThatThrownBy(() -> json.readResult("user", message)).hasMessageContaining("1000");
        assertThatThrownBy(() -> json.readResult("byString", message)).hasMessageContaining("1000");
    }

    @Test
    void stringMayBeAsLongAsItsMessage() throws IOException {
        assertThat(json.readResult("string", "\"" + "x".repeat(3_000_000) + "\""))
                .isEqualTo("x".repeat(3_000_000));
    }

    @Test
    void duplicateNamesAreRefused() {
        assertThatThrownBy(() -> json.readParameters("ints", "{\"value\":1,\"value\":2}"))
                .hasMessageContaining("value");
        assertThatThrownBy(() -> json.readResult("user", "{\"id\":1,\"id\":1}")).hasMessageContaining("id");
        assertThatThrownBy(() -> json.readResult("user", "{\"new\":{\"a\":1,\"a\":1}}"))
                .hasMessageContaining("a");
        assertThatThrownBy(() -> json.readResult("byString", "{\"a\":1,\"a\":1}"))
                .hasMessageContaining("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1 2", "1}", "1]", "1,", "1 x", "1 //"})
    void anythingAfterTheMessageIsRefused(String message) {
        assertThatThrownBy(() -> json.readResult("ints", message)).isInstanceOf(IOException.class);
    }

    @Test
    void whiteSpaceAfterTheMessageIsAccepted() throws IOException {
        assertThat(json.readResult("ints", " 1 \r\n\t")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1", "nul", "'a'", "{a:1}", "NaN", "+1", "01", ".5", "\"\n\"", "/**/1"})
    void malformedJsonIsRefused(String message) {
        for (String method : List.of("ints", "doubles", "string", "user", "integers")) {
            assertThatThrownBy(() -> json.readResult(method, message)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "c080", "c1bf", "c3", "e0809f", "eda080", "f0808080", "f4908080", "f5808080", "ff"})
    void bytesThatAreNotUtf8AreRefused(String bytes) {
        byte[] message = HexFormat.of().parseHex("22616263646566676869" + bytes + "22");
        assertThatThrownBy(() -> json.readResult("string", message))
                .hasMessageContaining("at 10 of the message (expected: UTF-8)");
    }

    @Test
    void otherEncodingsAreRefused() {
        assertThatThrownBy(() -> json.readResult("string", "\"abc\"".getBytes(UTF_16LE)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void allOfUnicodeIsAccepted() throws IOException {
        StringBuilder all = new StringBuilder("\"");
        for (int c = 0x20; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 7) {
            if (c != '"' && c != '\\' && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)) {
                all.appendCodePoint(c);
            }
        }
        String text = all.substring(1);
        assertThat(json.readResult("string", all.append('"').toString().getBytes(UTF_8)))
                .isEqualTo(text);
    }

    @Test
    void valueOutOfRangeIsRefused() {
        assertThatThrownBy(() -> json.readResult("bytes", "200")).hasMessageContaining("200");
        assertThatThrownBy(() -> json.readResult("shorts", "40000")).hasMessageContaining("40000");
        assertThatThrownBy(() -> json.readResult("ints", "3000000000")).hasMessageContaining("3000000000");
        assertThatThrownBy(() -> json.readResult("longs", "9223372036854775808"))
                .hasMessageContaining("9223372036854775808");
        assertThatThrownBy(() -> json.readResult("chars", "\"ab\"")).hasMessageContaining("one char");
    }

    @Test
    void valueOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> json.readResult("ints", "1.5")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readResult("ints", "\"\"")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readResult("ints", "true")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readResult("booleans", "1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readResult("string", "1")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readResult("user", "[]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readResult("users", "{}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readParameters("ints", "[1]")).hasMessageContaining("expected: an object");
    }

    @Test
    void errorSaysWhere() {
        String message = "{\"id\":1,\"users\":[{\"id\":1},{\"id\":\"x\"}],\"rate\":1}";
        assertThatThrownBy(() -> json.readParameters("several", message))
                .hasMessageContaining("parameter 'users'")
                .hasMessageContaining("line: 1, column: 33")
                .hasMessageContaining("[1]->")
                .hasMessageContaining("[\"id\"]");
    }

    @Test
    void hugeExponentIsNotSpelledOut() throws IOException {
        long start = System.nanoTime();
        assertThatThrownBy(() -> json.readResult("bigInteger", "1e1000000000")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readResult("ints", "1e1000000000")).isInstanceOf(IOException.class);
        assertThat(json.readResult("decimal", "1e1000000000")).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
}
