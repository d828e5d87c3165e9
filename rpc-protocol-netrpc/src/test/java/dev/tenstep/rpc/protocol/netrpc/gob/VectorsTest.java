package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that Go's own encoder wrote, with the values as JSON. */
final class VectorsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    /** A vector with a name for reports. */
    record Vector(JsonNode json) {
        byte[] bytes() {
            return HexFormat.of().parseHex(json.get("hex").asText());
        }

        boolean outside() {
            return json.path("outsideTheSummary").asBoolean();
        }

        @Override
        public String toString() {
            return json.get("name").asText();
        }
    }

    static List<Vector> all() throws IOException {
        try (InputStream file = VectorsTest.class.getResourceAsStream("/gob/vectors.json")) {
            JsonNode read = MAPPER.readTree(Objects.requireNonNull(file));
            return StreamSupport.stream(read.spliterator(), false)
                    .map(Vector::new)
                    .toList();
        }
    }

    static List<Vector> within() throws IOException {
        return all().stream().filter(vector -> !vector.outside()).toList();
    }

    static List<Vector> outside() throws IOException {
        return all().stream().filter(Vector::outside).toList();
    }

    @Test
    void thereAreAHundredAndFive() throws IOException {
        assertThat(within()).hasSize(102);
        assertThat(outside()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("within")
    void valuesAreThoseThatGoWrote(Vector vector) throws IOException {
        GobInput in = new GobInput(vector.bytes(), 0, vector.bytes().length);
        GobStream stream = new GobStream(in, 1 << 20);
        ArrayNode found = JSON.arrayNode();
        for (int id = stream.next(); id != GobStream.END; id = stream.next()) {
            found.add(json(GobValues.read(in, stream.types(), id)));
            stream.endValue();
        }
        assertThat(comparable(found)).isEqualTo(comparable(vector.json().get("values")));
    }

    @ParameterizedTest
    @MethodSource("all")
    void valuesCanBeSkipped(Vector vector) throws IOException {
        GobInput in = new GobInput(vector.bytes(), 0, vector.bytes().length);
        GobStream stream = new GobStream(in, 1 << 20);
        int values = 0;
        for (int id = stream.next(); id != GobStream.END; id = stream.next()) {
            stream.types().skip(in, id);
            stream.endValue();
            values++;
        }
        assertThat(values).isEqualTo(vector.json().get("values").size());
    }

    @ParameterizedTest
    @MethodSource("outside")
    void valuesOfOtherKindsAreRefused(Vector vector) throws IOException {
        GobInput in = new GobInput(vector.bytes(), 0, vector.bytes().length);
        GobStream stream = new GobStream(in, 1 << 20);
        int id = stream.next();
        assertThatThrownBy(() -> GobValues.read(in, stream.types(), id))
                .isInstanceOf(MalformedGobException.class)
                .hasMessageContaining("(expected: a value of a type that is defined)");
    }

    private static JsonNode json(Object value) {
        if (value instanceof Boolean flag) {
            return JSON.booleanNode(flag);
        }
        if (value instanceof Long number) {
            return JSON.numberNode(BigInteger.valueOf(number));
        }
        if (value instanceof BigInteger number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Double number) {
            return floating(number);
        }
        if (value instanceof String text) {
            return JSON.textNode(text);
        }
        if (value instanceof byte[] bytes) {
            return JSON.objectNode().put("$bytes", HexFormat.of().formatHex(bytes));
        }
        if (value instanceof GobValues.Complex complex) {
            ObjectNode node = JSON.objectNode();
            node.putArray("$complex").add(floating(complex.real())).add(floating(complex.imaginary()));
            return node;
        }
        if (value instanceof List<?> list) {
            ArrayNode node = JSON.arrayNode();
            list.forEach(each -> node.add(json(each)));
            return node;
        }
        return json((Map<?, ?>) value);
    }

    /** A struct and a map both read as maps; an empty one is compared as a map would be. */
    private static JsonNode json(Map<?, ?> map) {
        ArrayNode entries = JSON.arrayNode();
        map.forEach((key, value) -> entries.add(JSON.arrayNode().add(json(key)).add(json(value))));
        return JSON.objectNode().set("$map", entries);
    }

    private static JsonNode floating(double value) {
        if (Double.isNaN(value)) {
            return JSON.textNode("NaN");
        }
        if (Double.isInfinite(value)) {
            return JSON.textNode(value > 0 ? "+Inf" : "-Inf");
        }
        return value == 0 && 1 / value < 0 ? JSON.textNode("-0") : JSON.numberNode(BigDecimal.valueOf(value));
    }

    /** Returns JSON as text in which structs are maps, entries are in order and numbers have one form. */
    private static String comparable(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue().stripTrailingZeros();
            return number.scale() <= 0 ? number.toPlainString() : Double.toString(number.doubleValue());
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(VectorsTest::comparable)
                    .toList()
                    .toString();
        }
        if (!node.isObject() || node.has("$bytes") || node.has("$complex")) {
            return node.isObject()
                    ? node.properties().stream()
                            .map(entry -> entry.getKey() + comparable(entry.getValue()))
                            .toList()
                            .toString()
                    : node.toString();
        }
        List<String> entries = node.has("$map")
                ? StreamSupport.stream(node.get("$map").spliterator(), false)
                        .map(VectorsTest::comparable)
                        .toList()
                : node.properties().stream()
                        .map(entry -> List.of(JSON.textNode(entry.getKey()).toString(), comparable(entry.getValue()))
                                .toString())
                        .toList();
        return "{" + entries.stream().sorted(Comparator.naturalOrder()).toList() + "}";
    }
}
