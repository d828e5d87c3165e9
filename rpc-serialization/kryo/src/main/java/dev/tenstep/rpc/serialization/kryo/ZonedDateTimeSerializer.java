package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.TimeSerializers.OffsetDateTimeSerializer;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Writes a date and time with its offset, then the zone's name. Kryo's own serializer leaves out the offset. Without
 * it, the hour that occurs twice at the end of summer time comes back as the first.
 */
final class ZonedDateTimeSerializer extends Serializer<ZonedDateTime> {
    private final OffsetDateTimeSerializer times = new OffsetDateTimeSerializer();

    @Override
    public void write(@Nullable Kryo kryo, Output out, ZonedDateTime value) {
        times.write(kryo, out, value.toOffsetDateTime());
        out.writeString(value.getZone().getId());
    }

    @Override
    public ZonedDateTime read(@Nullable Kryo kryo, Input in, Class<? extends ZonedDateTime> type) {
        OffsetDateTime time = times.read(kryo, in, OffsetDateTime.class);
        String zone = in.readString();
        if (zone == null) {
            throw new DateTimeException("zone: null (expected: the name of a time zone)");
        }
        return ZonedDateTime.ofInstant(time.toLocalDateTime(), time.getOffset(), ZoneId.of(zone));
    }
}
