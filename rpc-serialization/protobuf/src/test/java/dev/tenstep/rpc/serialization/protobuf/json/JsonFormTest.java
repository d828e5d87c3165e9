package dev.tenstep.rpc.serialization.protobuf.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.Fallback;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that are written, those that are read besides, and those that are refused. */
@SuppressWarnings("ArrayRecordComponent") // compared by their texts
final class JsonFormTest {

    @RpcService
    interface Things {
        Thing thing(Thing thing);

        List<Thing> things(@Nullable String filterText, int most);

        Chain chain();

        Set<Color> colors();

        void nothing();
    }

    enum Color {
        RED,
        @Fallback
        OTHER
    }

    enum Size {
        SMALL,
        LARGE
    }

    sealed interface Shape permits Circle, LongLine {}

    record Circle(double radius) implements Shape {}

    record LongLine(int fromX, int toX) implements Shape {}

    record Chain(@Nullable Chain next) {}

    @Message
    record Thing(
            int smallNumber,
            long bigNumber,
            double ratio,
            float share,
            boolean isGood,
            @Nullable String fullName,
            byte @Nullable [] data,
            @Nullable Size size,
            @Nullable Shape shape,
            @Nullable Instant at,
            @Nullable Duration took,
            @Nullable LocalDate day,
            List<Long> ids,
            Map<Integer, String> byNumber,
            Map<Size, Long> bySize,
            Optional<Integer> limit) {
        static final Thing EMPTY = new Thing(
                0,
                0,
                0,
                0,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    private static final ProtobufJsonSerializer JSON = new ProtobufJsonSerializer();

    private static MethodContract method(String name) {
        return Objects.requireNonNull(ServiceContract.of(Things.class).method(name), name);
    }

    private static Codec result(String name) {
        return JSON.bind(
                method(name), new MessageShape(Role.RESULT, method(name).result()));
    }

    private static Codec parameters(String name) {
        return JSON.bind(
                method(name), new MessageShape(Role.PARAMETERS, method(name).parameters()));
    }

    private static String write(Codec codec, @Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(4);
        codec.encode(value, out);
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    private static @Nullable Object read(Codec codec, String text) throws IOException {
        return codec.decode(new MessageInput(text.replace('`', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static Thing thing(String text) throws IOException {
        return (Thing) Objects.requireNonNull(read(result("thing"), text));
    }

    @Test
    void everyKindOfFieldHasItsForm() throws IOException {
        Thing full = new Thing(
                -1,
                Long.MAX_VALUE,
                Double.NaN,
                1.5f,
                true,
                "Ann",
                new byte[] {-1, -2, -3, -4},
                Size.LARGE,
                new LongLine(1, 0),
                Instant.parse("2026-01-02T03:04:05.006Z"),
                Duration.ofMillis(-1500),
                LocalDate.of(2026, 1, 2),
                List.of(1L, 2L),
                Map.of(7, "seven"),
                Map.of(Size.SMALL, 3L),
                Optional.of(0));
        assertThat(write(result("thing"), full))
                .isEqualTo("{\"smallNumber\":-1,\"bigNumber\":\"9223372036854775807\",\"ratio\":\"NaN\",\"share\":1.5,"
                        + "\"isGood\":true,\"fullName\":\"Ann\",\"data\":\"//79/A==\",\"size\":\"SIZE_LARGE\","
                        + "\"shape\":{\"long_line\":{\"fromX\":1}},\"at\":\"2026-01-02T03:04:05.006Z\","
                        + "\"took\":\"-1.500s\",\"day\":{\"year\":2026,\"month\":1,\"day\":2},\"ids\":[\"1\",\"2\"],"
                        + "\"byNumber\":{\"7\":\"seven\"},\"bySize\":[{\"key\":\"SIZE_SMALL\",\"value\":\"3\"}],"
                        + "\"limit\":0}");
    }

    @Test
    void defaultsAreLeftOutAndReadBack() throws IOException {
        assertThat(write(result("thing"), Thing.EMPTY)).isEqualTo("{}");
        assertThat(thing("{}")).isEqualTo(Thing.EMPTY);
        assertThat(write(parameters("things"), new Object[] {null, 0})).isEqualTo("{}");
        assertThat(write(result("things"), List.of())).isEqualTo("{}");
        assertThat(write(result("nothing"), null)).isEqualTo("{}");
        assertThat(read(result("nothing"), "{`more`:[1]}")).isNull();
    }

    @Test
    void nullIsAbsent() throws IOException {
        assertThat(thing("{`smallNumber`:null,`fullName`:null,`data`:null,`size`:null,`shape`:null,`at`:null,"
                        + "`ids`:null,`byNumber`:null,`limit`:null,`shape`:null}".replace(",`shape`:null}", "}")))
                .isEqualTo(Thing.EMPTY);
        assertThat(thing("{`shape`:{`circle`:null,`long_line`:{}}}").shape()).isEqualTo(new LongLine(0, 0));
    }

    @Test
    void nullMessageIsTheReservedField() throws IOException {
        assertThat(write(result("thing"), null)).isEqualTo("{\"19999\":1}");
        assertThat(read(result("thing"), "{`19999`:1}")).isNull();
        assertThat(read(result("thing"), "null")).isNull();
        assertThat((Object[]) read(parameters("thing"), "null")).containsExactly((Object) null);
    }

    @Test
    void namesOfTheProtoFileAreReadToo() throws IOException {
        Thing thing = thing("{`full_name`:`Ann`,`small_number`:7,`shape`:{`long_line`:{`from_x`:2}}}");
        assertThat(thing.fullName()).isEqualTo("Ann");
        assertThat(thing.smallNumber()).isEqualTo(7);
        assertThat(thing.shape()).isEqualTo(new LongLine(2, 0));
        assertThat((Object[]) read(parameters("things"), "{`filter_text`:`x`,`most`:`3`}"))
                .containsExactly("x", 3);
    }

    @ParameterizedTest
    @CsvSource({"7,7", "`7`,7", "7.0,7", "70e-1,7", "`7e0`,7", "-2147483648,-2147483648"})
    void wholeNumbersMayBeStringsAndHaveExponents(String text, int number) throws IOException {
        assertThat(thing("{`smallNumber`:" + text + "}").smallNumber()).isEqualTo(number);
        assertThat(thing("{`bigNumber`:" + text + "}").bigNumber()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN,`NaN`",
        "Infinity,`Infinity`",
        "-Infinity,`-Infinity`",
        "0.1,0.1",
        "0.1,`0.1`",
        "1e300,1e300",
        "-0.0,-0.0",
        "3,3"
    })
    void floatingNumbersMayBeStrings(double number, String text) throws IOException {
        assertThat(thing("{`ratio`:" + text + "}").ratio()).isEqualTo(Double.valueOf(number));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//79/A==", "__79_A==", "//79/A", "__79_A"})
    void bytesMayBeInEitherAlphabetAndLackPadding(String text) throws IOException {
        assertThat(thing("{`data`:`" + text + "`}").data()).containsExactly(-1, -2, -3, -4);
    }

    @Test
    void enumsMayBeNumbers() throws IOException {
        assertThat(thing("{`size`:2}").size()).isEqualTo(Size.LARGE);
        assertThat(thing("{`size`:0}").size()).isNull();
        assertThat(thing("{`size`:`SIZE_UNSPECIFIED`}").size()).isNull();
        assertThat(read(result("colors"), "{`result`:[`COLOR_RED`,`COLOR_NEW`,77,`COLOR_NEWER`]}"))
                .isEqualTo(Set.of(Color.RED, Color.OTHER));
    }

    @Test
    void timesHaveOffsetsAndFractions() throws IOException {
        assertThat(thing("{`at`:`2026-01-02T04:04:05.000000006+01:00`}").at())
                .isEqualTo(Instant.parse("2026-01-02T03:04:05.000000006Z"));
        assertThat(thing("{`took`:`-0.000001s`}").took()).isEqualTo(Duration.ofNanos(-1000));
        assertThat(write(result("thing"), thing("{`took`:`-0.000001s`}"))).isEqualTo("{\"took\":\"-0.000001s\"}");
    }

    @Test
    void unknownFieldsAreSkipped() throws IOException {
        assertThat(thing("{`new`:{`a`:[{},[1,null]],`b`:`c`},`smallNumber`:1,`newer`:null}")
                        .smallNumber())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{`smallNumber`:1,`smallNumber`:2} | a second \"smallNumber\" (expected: each field once) at /smallNumber",
                "{`smallNumber`:1,`small_number`:2} | a second \"smallNumber\"",
                "{`new`:1,`new`:2} | a second \"new\"",
                "{`byNumber`:{`1`:`a`,`01`:`b`}} | Thing.byNumber: two keys that read as 1",
                "{`smallNumber`:2147483648} | the number 2147483648 for an int (expected: -2147483648..2147483647)"
                        + " at /smallNumber (line: 1",
                "{`smallNumber`:1.5} | 1.5 (expected: a whole number of 32 bits) at /smallNumber",
                "{`smallNumber`:true} | true (expected: a whole number)",
                "{`smallNumber`:`x`} | \"x\" (expected: a number",
                "{`bigNumber`:`9223372036854775808`} | (expected: a whole number of 64 bits) at /bigNumber",
                "{`ratio`:1e999} | (expected: a number in the range of double) at /ratio",
                "{`share`:1e39} | (expected: a number in the range of float) at /share",
                "{`ratio`:NaN} | NaN",
                "{`isGood`:`true`} | \"true\" (expected: true or false) at /isGood",
                "{`fullName`:7} | 7 (expected: a string) at /fullName",
                "{`data`:`?`} | \"?\" (expected: Base64)",
                "{`size`:`SIZE_HUGE`} | SIZE_HUGE for Size (expected: one of [SIZE_SMALL, SIZE_LARGE]) at /size",
                "{`size`:9} | 9 for Size (expected: one of",
                "{`shape`:{`circle`:{},`long_line`:{}}} | a second case, \"long_line\", of Shape (expected: one) at",
                "{`shape`:{`square`:{}}} | [square] of Shape (expected: one of [circle, long_line])",
                "{`at`:`yesterday`} | \"yesterday\" (expected: a time like",
                "{`took`:`1m`} | \"1m\" (expected: seconds like",
                "{`bigNumber`:``} | \"\" (expected: a number",
                "{`bigNumber`:`-`} | \"-\" (expected: a number",
                "{`bigNumber`:`1-2`} | \"1-2\" (expected: a number",
                "{`ids`:[`1`,null]} | Thing.ids: element 1 is null (expected: no null elements) at /ids/1",
                "{`ids`:{}} | an object (expected: an array) at /ids",
                "{`byNumber`:{`1`:null}} | Thing.byNumber: the value of \"1\" is null",
                "{`byNumber`:{`x`:`a`}} | \"x\" (expected: a number",
                "[] | an array (expected: an object)",
                "{} {} | an object (expected: the end of the message)",
                "{`smallNumber`:1 | Unexpected end",
                "'' | no JSON (expected: an object)"
            })
    void badTextIsRefusedWithItsPlace(String text, String error) {
        assertThatThrownBy(() -> thing(text)).isInstanceOf(IOException.class).hasMessageContaining(error);
    }

    @Test
    void messagesDeeperThanAHundredAreRefused() throws IOException {
        Codec chain = result("chain");
        String most = "{`next`:".repeat(100) + "{}" + "}".repeat(100);
        assertThat(write(chain, read(chain, most))).isEqualTo(most.replace('`', '"'));
        assertThatThrownBy(() -> read(chain, "{`next`:" + most + "}"))
                .hasMessageContaining("messages nested 101 deep (expected: 0..100)");
        assertThatThrownBy(() -> read(chain, "{`other`:" + "[".repeat(10_000))).hasMessageContaining("nesting depth");
        Chain deep = new Chain(null);
        for (int i = 0; i < 101; i++) {
            deep = new Chain(deep);
        }
        Chain tooDeep = deep;
        assertThatThrownBy(() -> write(chain, tooDeep)).hasMessageContaining("messages nested 101 deep");
    }

    @Test
    void valueThatCannotBeWrittenIsReportedWithItsPlace() {
        Object[] nullElement = {Arrays.asList(Thing.EMPTY, null)};
        assertThatThrownBy(() -> write(result("things"), nullElement[0]))
                .hasMessageContaining("element 1 is null (expected: no null elements) at /result");
    }
}
