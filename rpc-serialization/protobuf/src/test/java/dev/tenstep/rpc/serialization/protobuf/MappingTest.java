package dev.tenstep.rpc.serialization.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.contract.Fallback;
import dev.tenstep.rpc.contract.Field;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.Wire;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Types of one value: each as protobuf's own parser reads it, and read as protobuf writes it. */
final class MappingTest {

    @RpcService("test.pack.Values")
    interface Values {
        Numbers numbers();

        Encodings encodings();

        Small small();

        Boxed boxed();

        Texts texts();

        Times times();

        Raw raw();

        Colored colored();

        Ordered ordered();
    }

    record Numbers(int i, long l, boolean b, float f, double d) {}

    record Encodings(
            @Wire(Wire.Encoding.SINT) int si,
            @Wire(Wire.Encoding.SINT) long sl,
            @Wire(Wire.Encoding.FIXED) int fi,
            @Wire(Wire.Encoding.FIXED) long fl) {}

    record Small(byte b, short s, char c) {}

    @SuppressWarnings("NullableOptional") // users do this
    record Boxed(
            @Nullable Integer i,
            @Nullable Boolean b,
            @Nullable String s,
            @Nullable Optional<String> os,
            @Nullable Optional<Long> ol) {}

    record Texts(@Nullable BigDecimal amount, @Nullable BigInteger big, @Nullable UUID uuid, @Nullable URI uri) {}

    record Times(
            @Nullable Instant instant,
            @Nullable Duration duration,
            @Nullable LocalDate date,
            @Nullable LocalTime time,
            @Nullable LocalDateTime dateTime,
            @Nullable ZonedDateTime zoned,
            @Nullable OffsetDateTime offset) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Raw(byte @Nullable [] bytes, @Nullable ByteBuffer buffer) {}

    enum Color {
        RED,
        @Field(7)
        GREEN
    }

    enum Level {
        LOW,
        @Fallback
        OTHER
    }

    record Colored(@Nullable Color color, @Nullable Level level) {}

    record Ordered(@Field(20) String lastName, @Field(3) String first_name, @Field(1) String anURL) {}

    private static Derived of(String method) {
        return Derived.result(Values.class, method);
    }

    @Test
    void primitivesAreThereUnlessZero() throws IOException {
        Derived numbers = of("numbers");
        assertThat(numbers.text(new Numbers(-1, Long.MIN_VALUE, true, 0.5f, -0.0)))
                .isEqualTo("i: -1 l: -9223372036854775808 b: true f: 0.5 d: -0.0");
        assertThat(numbers.encode(new Numbers(0, 0, false, 0, 0))).isEmpty();
        assertThat(numbers.read("i: 128 l: 300 b: true f: 1 d: 2")).isEqualTo(new Numbers(128, 300, true, 1, 2));
    }

    @Test
    void wirePicksTheEncodingOfIntegers() throws IOException {
        Derived encodings = of("encodings");
        Encodings value = new Encodings(-1, Long.MIN_VALUE, -2, Long.MAX_VALUE);
        assertThat(encodings.echo(value)).isEqualTo(value);
        assertThat(encodings.descriptor().getFields())
                .extracting(f -> f.getType().name())
                .containsExactly("SINT32", "SINT64", "SFIXED32", "SFIXED64");
        assertThat(encodings.encode(new Encodings(-1, 0, 0, 0))).containsExactly(8, 1);
        assertThat(encodings.read("si: -2147483648 fi: -2147483648"))
                .isEqualTo(new Encodings(Integer.MIN_VALUE, 0, Integer.MIN_VALUE, 0));
    }

    @Test
    void smallIntegersAreRangeChecked() throws IOException {
        Derived small = of("small");
        Small value = new Small(Byte.MIN_VALUE, Short.MAX_VALUE, '\uffff');
        assertThat(small.text(value)).isEqualTo("b: -128 s: 32767 c: 65535");
        assertThat(small.echo(value)).isEqualTo(value);
        assertThatThrownBy(() -> small.read("b: 128"))
                .isInstanceOf(IOException.class)
                .hasMessage("the number 128 for a byte (expected: -128..127)");
        assertThatThrownBy(() -> small.read("s: -32769")).hasMessageContaining("-32769 for a short");
        assertThatThrownBy(() -> small.read("c: -1")).hasMessageContaining("-1 for a char");
    }

    @Test
    void boxedTypesAndStringsTellNullFromZeroAndEmpty() throws IOException {
        Derived boxed = of("boxed");
        Boxed zeros = new Boxed(0, false, "", Optional.of(""), Optional.of(0L));
        assertThat(boxed.text(zeros)).isEqualTo("i: 0 b: false s: \"\" os: \"\" ol: 0");
        assertThat(boxed.echo(zeros)).isEqualTo(zeros);
        Boxed nulls = new Boxed(null, null, null, null, null);
        assertThat(boxed.encode(nulls)).isEmpty();
        assertThat(boxed.echo(nulls)).isEqualTo(new Boxed(null, null, null, Optional.empty(), Optional.empty()));
        assertThat(boxed.descriptor().getFields()).allMatch(f -> f.hasPresence());
    }

    @Test
    void decimalIsGooglesTypeAndOtherTextsAreStrings() throws IOException {
        Derived texts = of("texts");
        UUID uuid = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
        Texts value = new Texts(new BigDecimal("1.10"), BigInteger.TEN, uuid, URI.create("a:b"));
        assertThat(texts.text(value))
                .isEqualTo("amount { value: \"1.10\" } big: \"10\" uuid: \"" + uuid + "\" uri: \"a:b\"");
        assertThat(texts.echo(value)).isEqualTo(value);
        assertThat(texts.descriptor().findFieldByName("amount").getMessageType().getFullName())
                .isEqualTo("google.type.Decimal");
        assertThat(texts.read("amount {}")).isEqualTo(new Texts(BigDecimal.ZERO, null, null, null));
        assertThatThrownBy(() -> texts.read("uuid: \"1-1-1-1-1\"")).hasMessageContaining("expected: a uuid");
        assertThatThrownBy(() -> texts.read("big: \"ten\"")).hasMessageContaining("'ten' (expected: a big integer)");
    }

    @Test
    void timesAreGooglesMessagesOrIsoTexts() throws IOException {
        Derived times = of("times");
        Times value = new Times(
                Instant.ofEpochSecond(-1, 5),
                Duration.ofMillis(-1500),
                LocalDate.of(2024, 2, 29),
                LocalTime.of(1, 2, 3, 4),
                LocalDateTime.parse("2024-02-29T01:02"),
                ZonedDateTime.parse("2024-02-29T01:02+01:00[Europe/Berlin]"),
                OffsetDateTime.parse("2024-02-29T01:02-09:00"));
        assertThat(times.text(value))
                .isEqualTo("instant { seconds: -1 nanos: 5 } duration { seconds: -1 nanos: -500000000 }"
                        + " date { year: 2024 month: 2 day: 29 } time { hours: 1 minutes: 2 seconds: 3 nanos: 4 }"
                        + " date_time: \"2024-02-29T01:02\" zoned: \"2024-02-29T01:02+01:00[Europe/Berlin]\""
                        + " offset: \"2024-02-29T01:02-09:00\"");
        assertThat(times.echo(value)).isEqualTo(value);
    }

    @Test
    void malformedTimesAreRefused() {
        Derived times = of("times");
        for (String text : new String[] {
            "instant { nanos: -1 }",
            "instant { nanos: 1000000000 }",
            "instant { seconds: 9223372036854775807 }",
            "duration { seconds: 1 nanos: -1 }",
            "duration { nanos: -1000000000 }",
            "date { year: 2023 month: 2 day: 29 }",
            "date {}",
            "time { hours: 24 }",
            "date_time: \"yesterday\""
        }) {
            assertThatThrownBy(() -> times.read(text)).as(text).isInstanceOf(IOException.class);
        }
    }

    @Test
    void bytesKeepNullFromEmptyAndTheBufferItsPosition() throws IOException {
        Derived raw = of("raw");
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2);
        assertThat(raw.text(new Raw(new byte[0], buffer))).isEqualTo("bytes: \"\" buffer: \"\\001\\002\"");
        assertThat(buffer.position()).isEqualTo(1);
        Raw read = (Raw) raw.echo(new Raw(new byte[] {-1}, buffer));
        assertThat(read.bytes()).containsExactly(-1);
        assertThat(read.buffer()).isEqualTo(buffer);
        assertThat(((Raw) raw.echo(new Raw(null, null))).bytes()).isNull();
    }

    @Test
    void enumsArePrefixedAndZeroIsNull() throws IOException {
        Derived colored = of("colored");
        assertThat(colored.text(new Colored(Color.GREEN, Level.LOW))).isEqualTo("color: COLOR_GREEN level: LEVEL_LOW");
        assertThat(colored.descriptor().findFieldByName("color").getEnumType().getValues())
                .extracting(v -> v.getName() + "=" + v.getNumber())
                .containsExactly("COLOR_UNSPECIFIED=0", "COLOR_RED=1", "COLOR_GREEN=7");
        assertThat(colored.echo(new Colored(Color.RED, null))).isEqualTo(new Colored(Color.RED, null));
        assertThat(colored.decode(new byte[] {8, 0, 16, 0})).isEqualTo(new Colored(null, null));
        assertThat(colored.decode(new byte[] {16, 99})).isEqualTo(new Colored(null, Level.OTHER));
        assertThatThrownBy(() -> colored.decode(new byte[] {8, 2}))
                .isInstanceOf(IOException.class)
                .hasMessage("the number 2 for Color (expected: one of [1, 7])");
    }

    @Test
    void numbersOrderTheFieldsAndNamesAreSnakeCase() throws IOException {
        Derived ordered = of("ordered");
        Ordered value = new Ordered("l", "f", "u");
        assertThat(ordered.text(value)).isEqualTo("an_url: \"u\" first_name: \"f\" last_name: \"l\"");
        assertThat(ordered.echo(value)).isEqualTo(value);
        assertThat(ordered.descriptor().findFieldByNumber(20).getJsonName()).isEqualTo("lastName");
        assertThat(ordered.descriptor().getFullName()).isEqualTo("test.pack.Ordered");
    }
}
