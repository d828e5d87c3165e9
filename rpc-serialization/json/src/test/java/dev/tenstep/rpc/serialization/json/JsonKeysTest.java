package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.contract.RpcService;
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
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every type that may be a map's key is read as it was written. */
final class JsonKeysTest {
    private final JsonMessages json = new JsonMessages(Keyed.class);

    @RpcService
    interface Keyed {
        Keys keys(Keys value);
    }

    record Keys(
            Map<Byte, String> bytes,
            Map<Short, String> shorts,
            Map<Character, String> chars,
            Map<Float, String> floats,
            Map<Double, String> doubles,
            Map<BigDecimal, String> decimals,
            Map<BigInteger, String> integers,
            Map<ByteBuffer, String> buffers,
            Map<Instant, String> instants,
            Map<Duration, String> durations,
            Map<LocalDate, String> dates,
            Map<LocalTime, String> times,
            Map<LocalDateTime, String> dateTimes,
            Map<ZonedDateTime, String> zoned,
            Map<OffsetDateTime, String> offset,
            Map<UUID, String> uuids,
            Map<URI, String> uris,
            Map<TimeUnit, String> units) {}

    @Test
    void everyKeyIsReadAsItWasWritten() throws IOException {
        LocalDateTime time = LocalDateTime.of(2024, 5, 6, 7, 8);
        Keys keys = new Keys(
                Map.of((byte) -1, "a"),
                Map.of((short) -1, "a"),
                Map.of('"', "a"),
                Map.of(Float.NaN, "a"),
                Map.of(-0d, "a"),
                Map.of(new BigDecimal("1.10"), "a"),
                Map.of(BigInteger.TEN, "a"),
                Map.of(ByteBuffer.wrap(new byte[] {1, -1}), "a"),
                Map.of(Instant.EPOCH, "a"),
                Map.of(Duration.ofMillis(1), "a"),
                Map.of(LocalDate.EPOCH, "a"),
                Map.of(LocalTime.NOON, "a"),
                Map.of(time, "a"),
                Map.of(time.atZone(ZoneOffset.UTC), "a"),
                Map.of(time.atOffset(ZoneOffset.ofHours(3)), "a"),
                Map.of(new UUID(1, 2), "a"),
                Map.of(URI.create("a:b"), "a"),
                Map.of(TimeUnit.DAYS, "a"));
        String text = json.writeResult("keys", keys);
        assertThat(text).contains("\"decimals\":{\"1.10\":\"a\"}", "\"buffers\":{\"Af8=\":\"a\"}");
        assertThat(json.readResult("keys", text)).isEqualTo(keys);
    }
}
