package dev.tenstep.rpc.serialization.protobuf.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of instants, durations and bytes, which are written and parsed by hand. */
@SuppressWarnings("ArrayRecordComponent") // compared by their texts
final class TimesAndBytesTest {

    @RpcService
    interface Logs {
        Entry last();
    }

    record Entry(int before, @Nullable Instant at, @Nullable Duration took, byte @Nullable [] data, int after) {}

    private static final Codec CODEC = codec();

    private static Codec codec() {
        MethodContract method =
                Objects.requireNonNull(ServiceContract.of(Logs.class).method("last"));
        return new ProtobufJsonSerializer().bind(method, new MessageShape(Role.RESULT, method.result()));
    }

    private static String write(Entry entry) throws IOException {
        MessageOutput out = new MessageOutput(4);
        CODEC.encode(entry, out);
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    private static Entry read(String text) throws IOException {
        byte[] message = text.replace('`', '"').getBytes(StandardCharsets.UTF_8);
        return (Entry) Objects.requireNonNull(CODEC.decode(new MessageInput(message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0001-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z",
                "1969-12-31T23:59:59.000001Z",
                "2024-02-29T12:34:56.120Z"
            })
    void timesOfTheYears1To9999ComeBack(String text) throws IOException {
        Entry entry = read("{`at`:`" + text + "`}");
        assertThat(entry.at()).isEqualTo(Instant.parse(text));
        assertThat(write(entry)).isEqualTo("{\"at\":\"" + text + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02T04:04:05.1+01:00, 2026-01-02T03:04:05.100Z",
        "2026-01-01T23:34:05.000000006-03:30, 2026-01-02T03:04:05.000000006Z"
    })
    void timesMayHaveOffsets(String text, Instant at) throws IOException {
        assertThat(read("{`at`:`" + text + "`}").at()).isEqualTo(at);
    }

    @ParameterizedTest
    @CsvSource({
        "315576000000.999999999s, 315576000000, 999999999",
        "-315576000000.999999999s, -315576000000, -999999999",
        "-0.000000001s, 0, -1",
        "-1s, -1, 0",
        "0s, 0, 0",
        "10.010s, 10, 10000000"
    })
    void durationsOf10000YearsComeBack(String text, long seconds, int nanos) throws IOException {
        Entry entry = read("{`took`:`" + text + "`}");
        assertThat(entry.took()).isEqualTo(Duration.ofSeconds(seconds, nanos));
        assertThat(write(entry)).isEqualTo("{\"took\":\"" + text + "\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1000000000-01-01T00:00:00Z",
                "0000-12-31T23:59:59.999999999Z",
                "+10000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void timesOfOtherYearsAreNotWritten(Instant at) {
        assertThatThrownBy(() -> write(new Entry(0, at, null, null, 0)))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        at + " (expected: a time like \"2026-01-02T03:04:05.006Z\", of the years 1 to 9999) at /at");
    }

    @ParameterizedTest
    @ValueSource(longs = {315_576_000_001L, -315_576_000_001L, Long.MIN_VALUE, Long.MAX_VALUE})
    void longerDurationsAreNotWritten(long seconds) {
        Duration took = Duration.ofSeconds(seconds);
        assertThatThrownBy(() -> write(new Entry(0, null, took, null, 0)))
                .isInstanceOf(IOException.class)
                .hasMessage(took + " (expected: seconds like \"1.500s\", -315576000000..315576000000 with at most 9"
                        + " digits of one) at /took");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+10000-01-01T00:00:00Z",
                "10000-01-01T00:00:00Z",
                "0000-12-31T23:59:59.999999999Z",
                "0001-01-01T00:00:00+00:01",
                "9999-12-31T23:59:59-00:01",
                "2026-02-30T00:00:00Z",
                "2026-01-02T24:00:00Z",
                "2026-01-02T03:04:60Z",
                "2026-01-02T03:04:05.Z",
                "2026-01-02T03:04:05.0123456789Z",
                "2026-01-02T03:04:05.-1Z",
                "2026-01-02T03:04:05",
                "2026-01-02T03:04:05+01",
                "2026-01-02T03:04:05+0100",
                "2026-01-02T03:04:05+25:00",
                "2026-01-02T03:04:05+01:60",
                "2026-01-02T03:04Z",
                "2026-01-02t03:04:05z",
                "2026-01-02",
                "Z",
                ""
            })
    void otherTextsAreNoTimes(String text) {
        assertThatThrownBy(() -> read("{`at`:`" + text + "`}"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("\"" + text + "\" (expected: a time like")
                .hasMessageContaining("of the years 1 to 9999) at /at");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "315576000001s",
                "-315576000001s",
                "-99999999999999999999s",
                "1.0000000000s",
                "1.s",
                ".5s",
                "-s",
                "s",
                "",
                "1",
                "1.-5s",
                "--1s",
                "+1s",
                "1m"
            })
    void otherTextsAreNoDurations(String text) {
        assertThatThrownBy(() -> read("{`took`:`" + text + "`}"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "\"" + text + "\" (expected: seconds like \"1.500s\", -315576000000..315576000000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 95, 96, 97, 98, 3071, 3072, 3073, 3074, 20_000})
    void bytesOfAnyLengthComeBack(int length) throws IOException {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        String encoded = Base64.getEncoder().encodeToString(data);
        assertThat(write(new Entry(1, null, null, data, 2)))
                .isEqualTo("{\"before\":1,\"data\":\"" + encoded + "\",\"after\":2}");
        for (String form : List.of(
                encoded, encoded.replace('+', '-').replace('/', '_'), encoded.replace("=", ""), escaped(encoded))) {
            Entry read = read(" { `before` : 1, `data` : `" + form + "`, `after`:2}");
            assertThat(read.data()).isEqualTo(data);
            assertThat(read.after()).isEqualTo(2);
        }
    }

    private static String escaped(String encoded) {
        return encoded.isEmpty() ? "" : String.format("\\u%04x", (int) encoded.charAt(0)) + encoded.substring(1);
    }

    @Test
    void bytesAreReadFromTheMessageWhereverItLies() throws IOException {
        String text = "{\"data\":\"//79/A==\"}";
        MessageInput in = new MessageInput();
        in.reset(("##\"" + text + "\"##").getBytes(StandardCharsets.UTF_8), 3, text.length());
        Entry entry = (Entry) Objects.requireNonNull(CODEC.decode(in));
        assertThat(entry.data()).containsExactly(-1, -2, -3, -4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{`data`:`////A`} | \"////A\" (expected: Base64)",
                "{`data`:`// /`} | \"// /\" (expected: Base64)",
                "{`data`:`+_`} | \"+_\" (expected: Base64)",
                "{`data`:`////} | Unexpected end",
                "{`data`:{}} | an object (expected: a string in Base64) at /data",
                "{`at`:7} | 7 (expected: a string) at /at"
            })
    void otherTextsAreRefused(String text, String error) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class).hasMessageContaining(error);
    }
}
