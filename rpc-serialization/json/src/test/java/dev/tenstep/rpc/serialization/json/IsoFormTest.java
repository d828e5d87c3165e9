package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.serialization.json.plan.IsoForm;
import dev.tenstep.rpc.testkit.SampleService;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast forms produce the same texts as the JDK's formatters, and leave all others to them. */
final class IsoFormTest {
    private static final long SECONDS = IsoForm.YEAR_10000 - IsoForm.YEAR_0;
    private final Random random = new Random(7);
    private final JsonMessages json = new JsonMessages(SampleService.class);

    @Test
    void datesAreWrittenAndReadAsTheFormatterDoes() {
        for (LocalDate day = LocalDate.of(0, 1, 1); day.getYear() < 10_000; day = day.plusDays(1 + random.nextInt(9))) {
            assertThat(write(IsoForm.DATE, day)).isEqualTo(day.toString());
            LocalDate read = read(IsoForm.DATE, day.toString());
            assertThat(read).isEqualTo(day.getMonthValue() == 2 && day.getDayOfMonth() == 29 ? null : day);
        }
    }

    @Test
    void timesAreWrittenAndReadAsTheFormatterDoes() {
        for (int i = 0; i < 100_000; i++) {
            Instant instant = instant(i);
            LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            boolean leapDay = time.getMonthValue() == 2 && time.getDayOfMonth() == 29;
            String text = time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME);
            assertThat(write(IsoForm.DATE_TIME, time)).isEqualTo(text);
            assertThat(read(IsoForm.DATE_TIME, text)).isEqualTo(leapDay ? null : time);
            assertThat(write(IsoForm.INSTANT, instant)).isEqualTo(instant.toString());
            assertThat(read(IsoForm.INSTANT, instant.toString())).isEqualTo(leapDay ? null : instant);
        }
    }

    private Instant instant(int i) {
        long nano = i % 3 == 0 ? 0 : i % 3 == 1 ? random.nextInt(1000) * 1_000_000L : random.nextInt(1_000_000_000);
        return Instant.ofEpochSecond(IsoForm.YEAR_0 + (long) (random.nextDouble() * SECONDS), nano);
    }

    @Test
    void unusualFormsAreLeftToTheFormatter() throws IOException {
        assertThat(write(IsoForm.DATE, LocalDate.of(10_000, 1, 1))).isEmpty();
        assertThat(write(IsoForm.DATE, LocalDate.of(-1, 1, 1))).isEmpty();
        for (LocalDateTime time : new LocalDateTime[] {LocalDateTime.MIN, LocalDateTime.MAX}) {
            assertThat(json.readResult("localDateTime", json.writeResult("localDateTime", time)))
                    .isEqualTo(time);
        }
        for (Instant instant : new Instant[] {Instant.MIN, Instant.MAX}) {
            assertThat(json.readResult("instant", json.writeResult("instant", instant)))
                    .isEqualTo(instant);
        }
        assertThat(json.readResult("localDateTime", "\"2024-05-06T07:08\""))
                .isEqualTo(LocalDateTime.of(2024, 5, 6, 7, 8));
        assertThat(json.readResult("localDate", "\"2024-02-29\"")).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(json.readResult("instant", "\"2024-05-06T09:08:00+02:00\""))
                .isEqualTo(Instant.parse("2024-05-06T07:08:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-30T00:00:00", "2023-02-29T00:00:00", "2024-13-01T00:00:00", "2024-00-01T00:00:00",
                "2024-01-00T00:00:00", "2024-04-31T00:00:00", "2024-01-01T24:00:01", "2024-01-01T00:60:00",
                "2024-01-01T00:00:60", "2024-01-01 00:00:00", "2024/01/01T00:00:00", "2024-01-01T00:00:00,5",
                "2024-01-01T00:00:00.1234567890", "2024-01-01T00:00:00.x", "2024-01-01T00:00:00Q",
                        "20x4-01-01T00:00:00",
                "2024-01-01T0000:00:00", "-024-01-01T00:00:00", "٢٠٢٤-01-01T00:00:00", "x"
            })
    void malformedTimeIsRefused(String text) {
        assertThat(read(IsoForm.DATE_TIME, text)).isNull();
        assertThatThrownBy(() -> json.readResult("localDateTime", '"' + text + '"'))
                .hasMessageContaining(text);
        assertThatThrownBy(() -> json.readResult("instant", '"' + text + "Z\"")).hasMessageContaining(text);
    }

    private static <T> String write(IsoForm<T> form, T value) {
        char[] text = new char[IsoForm.MAX_CHARS];
        return new String(text, 0, form.write(value, text));
    }

    private static <T> T read(IsoForm<T> form, String text) {
        char[] shifted = ("??" + text + "?").toCharArray();
        return form.read(shifted, 2, text.length());
    }
}
