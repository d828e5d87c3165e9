package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import dev.tenstep.rpc.testkit.SampleTypes.Account;
import dev.tenstep.rpc.testkit.SampleTypes.Circle;
import dev.tenstep.rpc.testkit.SampleTypes.Color;
import dev.tenstep.rpc.testkit.SampleTypes.Drawing;
import dev.tenstep.rpc.testkit.SampleTypes.Level;
import dev.tenstep.rpc.testkit.SampleTypes.NotFound;
import dev.tenstep.rpc.testkit.SampleTypes.Square;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The form of the messages. */
final class JsonFormTest {
    private final JsonMessages json = new JsonMessages(SampleService.class);

    @Test
    void parametersAreAnObjectByTheirNames() throws IOException {
        assertThat(json.writeParameters("several", 7, "a", List.of(), 0.5, null))
                .isEqualTo("{\"id\":7,\"name\":\"a\",\"users\":[],\"rate\":0.5,\"limit\":null}");
        assertThat(json.writeParameters("nothing")).isEqualTo("{}");
    }

    @Test
    void voidIsNull() throws IOException {
        assertThat(json.writeResult("nothing", null)).isEqualTo("null");
        assertThatThrownBy(() -> json.readResult("nothing", "{\"a\":[1]}")).hasMessageContaining("START_OBJECT");
    }

    @Test
    void recordIsAnObjectOfItsComponents() throws IOException {
        assertThat(json.writeResult("user", Sample.user(1)))
                .isEqualTo("{\"id\":1000001,\"name\":\"Doug Lea 1\",\"sex\":1,\"birthday\":\"1968-12-08\","
                        + "\"email\":\"dong1@gmail.com\",\"mobile\":\"18612345678\","
                        + "\"address\":\"北京市 中关村 中关村大街1号 鼎好大厦 1605\","
                        + "\"icon\":\"https://www.example.org/static/images/logo.png\","
                        + "\"permissions\":[1,12,123,19,88,1],\"status\":1,"
                        + "\"createTime\":\"2018-08-18T18:18:19.181\",\"updateTime\":\"2018-08-19T18:18:19.181\"}");
    }

    @Test
    void beanIsAnObjectOfItsFieldsAndNothingElse() throws IOException {
        Account account = new Account();
        account.setId(1);
        account.setLimits(new int[] {3});
        assertThat(json.writeResult("account", account))
                .isEqualTo("{\"id\":1,\"owner\":null,\"active\":false,\"verified\":null,\"tags\":null,"
                        + "\"balances\":null,\"limits\":[3],\"parent\":null}");
    }

    @Test
    void sealedTypeNamesItsCaseIfTheDeclaredTypeLeavesItOpen() throws IOException {
        Circle sun = new Circle(1, null);
        assertThat(json.writeResult("shape", sun)).isEqualTo("{\"@type\":\"Circle\",\"radius\":1.0,\"label\":null}");
        assertThat(json.writeResult("drawing", new Drawing(new Square(2), sun, List.of())))
                .isEqualTo("{\"background\":{\"@type\":\"Square\",\"side\":2},"
                        + "\"sun\":{\"radius\":1.0,\"label\":null},\"shapes\":[]}");
    }

    @Test
    void caseMayComeLast() throws IOException {
        assertThat(json.readResult("shape", "{\"side\":2,\"@type\":\"Square\"}"))
                .isEqualTo(new Square(2));
    }

    @Test
    void unknownOrMissingCaseIsRefused() {
        assertThatThrownBy(() -> json.readResult("shape", "{\"@type\":\"Cube\",\"side\":2}"))
                .hasMessageContaining("Cube")
                .hasMessageContaining("Square");
        assertThatThrownBy(() -> json.readResult("shape", "{\"@type\":\"java.lang.ProcessBuilder\"}"))
                .hasMessageContaining("ProcessBuilder");
        assertThatThrownBy(() -> json.readResult("shape", "{\"side\":2}")).hasMessageContaining("@type");
    }

    @Test
    void enumIsItsName() throws IOException {
        assertThat(json.writeResult("level", Level.HIGH)).isEqualTo("\"HIGH\"");
        assertThat(json.writeResult("byLevel", Map.of())).isEqualTo("{}");
        assertThatThrownBy(() -> json.readResult("level", "\"HIGHEST\"")).hasMessageContaining("HIGHEST");
        assertThatThrownBy(() -> json.readResult("level", "1")).hasMessageContaining("Level");
    }

    @Test
    void unknownConstantReadsAsTheFallback() throws IOException {
        assertThat(json.readResult("color", "\"BLUE\"")).isEqualTo(Color.OTHER);
    }

    @Test
    void timesAreIso() throws IOException {
        LocalDateTime time = LocalDateTime.of(2024, 5, 6, 7, 8, 0);
        assertThat(json.writeResult("localDate", LocalDate.of(2024, 5, 6))).isEqualTo("\"2024-05-06\"");
        assertThat(json.writeResult("localTime", LocalTime.of(7, 8))).isEqualTo("\"07:08:00\"");
        assertThat(json.writeResult("localDateTime", time)).isEqualTo("\"2024-05-06T07:08:00\"");
        assertThat(json.writeResult("instant", Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(json.writeResult("duration", Duration.ofMillis(90_500))).isEqualTo("\"PT1M30.5S\"");
        assertThat(json.writeResult("zonedDateTime", ZonedDateTime.of(time, ZoneId.of("Europe/Berlin"))))
                .isEqualTo("\"2024-05-06T07:08:00+02:00[Europe/Berlin]\"");
    }

    @Test
    void bytesAreBase64() throws IOException {
        assertThat(json.writeResult("binary", new byte[] {1, -1})).isEqualTo("\"Af8=\"");
        assertThat(json.writeResult("buffer", ByteBuffer.allocateDirect(3).position(1)))
                .isEqualTo("\"AAA=\"");
    }

    @Test
    void bigNumbersKeepEveryDigitAndTheScale() throws IOException {
        assertThat(json.writeResult("decimal", new BigDecimal("1.10"))).isEqualTo("1.10");
        assertThat(json.writeResult("decimal", new BigDecimal("1E+3"))).isEqualTo("1E+3");
        assertThat(json.readResult("decimal", "0.1000000000000000055511151231257827"))
                .isEqualTo(new BigDecimal("0.1000000000000000055511151231257827"));
        assertThat(json.readResult("bigInteger", "9007199254740993")).isEqualTo(new BigInteger("9007199254740993"));
    }

    @Test
    void optionalIsItsValueOrNull() throws IOException {
        assertThat(json.writeResult("optionalString", Optional.of("a"))).isEqualTo("\"a\"");
        assertThat(json.writeResult("optionalString", Optional.empty())).isEqualTo("null");
    }

    @Test
    void exceptionIsAnObjectOfItsProperties() throws IOException {
        assertThat(json.writeException("fails", new NotFound("no", 7, List.of("a"))))
                .isEqualTo("{\"message\":\"no\",\"id\":7,\"tried\":[\"a\"]}");
        assertThat(json.readException("fails", NotFound.class, "{\"id\":7}"))
                .isInstanceOfSatisfying(NotFound.class, e -> {
                    assertThat(e.getMessage()).isNull();
                    assertThat(e.tried()).isEmpty();
                });
        assertThatThrownBy(() -> json.readException("fails", NotFound.class, "{\"message\":\"no\"}"))
                .hasMessageContaining("property 'id' is absent or null (expected: long)");
    }

    @Test
    void pairOfSurrogatesIsWrittenAsTheCharacterItIs() throws IOException {
        assertThat(json.writeResult("string", "\uD83D\uDE00")).isEqualTo("\"\uD83D\uDE00\"");
    }

    @Test
    void refusedValueLeavesTheOutputAsItWas() throws IOException {
        MessageOutput out = new MessageOutput(4);
        out.write(7);
        assertThatThrownBy(() -> json.result("strings").encode(Arrays.asList("a", null), out))
                .hasMessageContaining("null element");
        assertThat(out.position()).isEqualTo(1);
    }
}
