package dev.tenstep.rpc.serialization.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleKeyDeserializers;
import com.fasterxml.jackson.databind.module.SimpleSerializers;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import dev.tenstep.rpc.contract.ScalarModel.Kind;
import dev.tenstep.rpc.contract.ScalarText;
import java.io.IOException;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Values and keys that cross in the contract's text form: Jackson's own forms lose a locale's script, or cannot read
 * a year that they wrote. Values of java.time are left to Jackson, whose format follows a property's {@code
 * @JsonFormat}; their keys are not.
 */
final class TextValue {
    private static final Map<Class<?>, Kind> VALUES = Map.of(
            Year.class, Kind.YEAR,
            Period.class, Kind.PERIOD,
            ZoneId.class, Kind.ZONE_ID,
            ZoneOffset.class, Kind.ZONE_OFFSET,
            Locale.class, Kind.LOCALE,
            Currency.class, Kind.CURRENCY);
    private static final Map<Class<?>, Kind> MORE_KEYS = Map.of(
            OffsetTime.class, Kind.OFFSET_TIME,
            YearMonth.class, Kind.YEAR_MONTH,
            MonthDay.class, Kind.MONTH_DAY);

    private TextValue() {}

    static void addTo(SimpleSerializers all) {
        VALUES.keySet().forEach(type -> all.addSerializer(new Writer<>(type)));
    }

    static void addTo(SimpleDeserializers all) {
        VALUES.forEach((type, kind) -> addReader(all, type, kind));
    }

    private static <T> void addReader(SimpleDeserializers all, Class<T> type, Kind kind) {
        all.addDeserializer(type, new Reader<>(type, kind));
    }

    static void addKeysTo(SimpleSerializers writers, SimpleKeyDeserializers readers) {
        for (Map<Class<?>, Kind> types : List.of(VALUES, MORE_KEYS)) {
            types.forEach((type, kind) -> {
                writers.addSerializer(new KeyWriter<>(type));
                readers.addDeserializer(type, new KeyReader(kind));
            });
        }
    }

    private static final class Writer<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1;

        Writer(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider writing) throws IOException {
            generator.writeString(ScalarText.of(value));
        }
    }

    private static final class Reader<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1;
        private final Class<T> type;
        private final Kind kind;

        Reader(Class<T> type, Kind kind) {
            super(type);
            this.type = type;
            this.kind = kind;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext reading) throws IOException {
            if (kind == Kind.YEAR && parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
                return type.cast(Year.of(parser.getIntValue()));
            }
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return type.cast(reading.handleUnexpectedToken(type, parser));
            }
            return type.cast(ScalarText.parse(kind, parser.getText()));
        }
    }

    private static final class KeyWriter<T> extends StdScalarSerializer<T> {
        private static final long serialVersionUID = 1;

        KeyWriter(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider writing) throws IOException {
            generator.writeFieldName(ScalarText.of(value));
        }
    }

    private static final class KeyReader extends KeyDeserializer {
        private final Kind kind;

        KeyReader(Kind kind) {
            this.kind = kind;
        }

        @Override
        public Object deserializeKey(String key, DeserializationContext reading) {
            return ScalarText.parse(kind, key);
        }
    }
}
