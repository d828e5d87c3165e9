package dev.tenstep.rpc.protocol.netrpc.gob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.protocol.netrpc.gob.GoDecodesTest.Case;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages in Go's JSON: what Go writes for the same values is read, and what is written is the same but for nils. */
final class GobJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @RpcService
    interface Keys {
        Map<Boolean, String> byFlag();

        Map<Integer, String> byNumber();

        double ratio();

        float single();

        short small();
    }

    private static Codec codec(Class<?> service, String method) {
        MethodContract contract =
                Objects.requireNonNull(ServiceContract.of(service).method(method));
        return new GobJsonSerializer().bind(contract, new MessageShape(Role.RESULT, contract.result()));
    }

    private static String write(Codec codec, @Nullable Object value) throws IOException {
        MessageOutput out = new MessageOutput(16);
        codec.encode(value, out);
        return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
    }

    private static @Nullable Object read(Codec codec, String json) throws IOException {
        return codec.decode(new MessageInput(json.getBytes(StandardCharsets.UTF_8)));
    }

    static List<Case> cases() {
        return GoDecodesTest.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAreWrittenAsByGoAndReadFromWhatGoWrites(Case each) throws IOException {
        Codec codec = codec(GoTypes.Values.class, each.method());
        JsonNode written = MAPPER.readTree(write(codec, each.value()));
        assertThat(withoutEmpty(written)).isEqualTo(withoutEmpty(MAPPER.readTree(each.shown())));
        Object found = read(codec, each.shown());
        if (each.value() == null) {
            assertThat(found).isNull();
        } else {
            assertThat(found).usingRecursiveComparison().isEqualTo(each.value());
        }
    }

    /** Go writes nil slices and bytes as null, and Java has none. */
    private static JsonNode withoutEmpty(JsonNode node) {
        boolean empty = (node.isArray() || node.isTextual())
                && node.isEmpty()
                && node.asText().isEmpty();
        if (empty) {
            return MAPPER.nullNode();
        }
        if (node.isArray()) {
            ArrayNode copy = MAPPER.createArrayNode();
            node.forEach(each -> copy.add(withoutEmpty(each)));
            return copy;
        }
        if (node.isObject()) {
            ObjectNode copy = MAPPER.createObjectNode();
            node.properties().forEach(each -> copy.set(each.getKey(), withoutEmpty(each.getValue())));
            return copy;
        }
        return node;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "small | 32768 | json: cannot unmarshal number 32768 into Go value of type int16",
                "small | 1.0 | json: cannot unmarshal number 1.0 into Go value of type int16",
                "small | true | json: cannot unmarshal bool into Go value of type int16",
                "small | [1] | json: cannot unmarshal array into Go value of type int16",
                "small | 1 2 | json: more than one value (expected: one)",
                "ratio | 1e400 | json: cannot unmarshal number 1e400 into Go value of type float64",
                "single | 1e39 | json: cannot unmarshal number 1e39 into Go value of type float32",
                "byNumber | {\"x\":\"y\"} | json: cannot unmarshal number x into Go value of type int",
            })
    void valuesOfOtherTypesAreRefusedInGosWords(String method, String json, String text) {
        assertThatThrownBy(() -> read(codec(Keys.class, method), json))
                .isInstanceOf(GoException.class)
                .hasMessage(text);
    }

    @Test
    void numbersThatJsonDoesNotHaveAreRefused() {
        assertThatThrownBy(() -> write(codec(Keys.class, "ratio"), Double.NaN))
                .hasMessage("Keys.ratio: json: unsupported value: NaN");
    }

    @Test
    void keysThatAreNoNamesAreRefusedWhenBound() {
        assertThatThrownBy(() -> codec(Keys.class, "byFlag"))
                .isInstanceOf(ContractException.class)
                .hasMessage(
                        "the serializer gob-json does not carry a map at result whose keys are bool (expected: strings"
                                + " or integers) for method Keys.byFlag");
    }
}
