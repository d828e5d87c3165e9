package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Api;
import com.google.protobuf.Method;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.RpcService;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Generated protobuf messages, by themselves and inside other types. */
final class ProtobufMessagesTest {
    private static final Api API = Api.newBuilder()
            .setName("größer")
            .addMethods(Method.newBuilder().setName("find").setRequestStreaming(true))
            .build();

    private final JsonMessages json = new JsonMessages(Generated.class);

    @RpcService
    interface Generated {
        @Nullable
        Api api(@Nullable Api value);

        List<Timestamp> times(List<Timestamp> value);

        Wrapper wrapper(Wrapper value);

        Struct struct(Struct value);
    }

    record Wrapper(@Nullable Api api, @Nullable Map<String, Timestamp> times) {}

    @Test
    void messageIsInProtobufsOwnForm() throws IOException {
        String text = "{\"name\":\"größer\",\"methods\":[{\"name\":\"find\",\"requestStreaming\":true}]}";
        assertThat(json.writeResult("api", API)).isEqualTo(text);
        assertThat(json.readResult("api", text)).isEqualTo(API);
        assertThat(json.writeParameters("api", API)).isEqualTo(text);
        assertThat(json.readParameters("api", text)).containsExactly(API);
    }

    @Test
    void messageMayStandInListsMapsAndRecords() throws IOException {
        Timestamp time = Timestamp.newBuilder().setSeconds(1).build();
        String text = "\"1970-01-01T00:00:01Z\"";
        assertThat(json.writeResult("times", List.of(time))).isEqualTo("[" + text + "]");
        assertThat(json.readResult("times", "[" + text + "]")).isEqualTo(List.of(time));
        Wrapper wrapper = new Wrapper(API, Map.of("a", time));
        assertThat(json.readResult("wrapper", json.writeResult("wrapper", wrapper)))
                .isEqualTo(wrapper);
        assertThat(json.readResult("wrapper", "{}")).isEqualTo(new Wrapper(null, Map.of()));
    }

    @Test
    void nullElementsAreRefused() {
        assertThatThrownBy(() -> json.writeResult("times", Arrays.asList((Timestamp) null)))
                .hasMessageContaining("null");
        assertThatThrownBy(() -> json.readResult("times", "[null]")).hasMessageContaining("null");
    }

    @Test
    void unknownFieldsAreSkippedAndBadOnesRefused() throws IOException {
        assertThat(json.readResult("api", "{\"name\":\"größer\",\"newer\":[{}]}"))
                .isEqualTo(Api.newBuilder().setName("größer").build());
        assertThatThrownBy(() -> json.readResult("api", "{\"name\":{}}")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> json.readResult("times", "[\"yesterday\"]")).hasMessageContaining("yesterday");
    }

    @Test
    void numbersKeepTheirDigits() throws IOException {
        Struct struct = (Struct) json.readResult("struct", "{\"a\":0.1,\"b\":{\"c\":[1e300,null,true]}}");
        assertThat(struct.getFieldsMap())
                .containsEntry("a", Value.newBuilder().setNumberValue(0.1).build());
        assertThat(json.readResult("struct", json.writeResult("struct", struct)))
                .isEqualTo(struct);
    }

    @Test
    void deepMessageIsRefused() {
        Value value = Value.newBuilder().setBoolValue(true).build();
        for (int i = 0; i < 20_000; i++) {
            value = Value.newBuilder()
                    .setStructValue(Struct.newBuilder().putFields("a", value))
                    .build();
        }
        Struct deep = Struct.newBuilder().putFields("a", value).build();
        assertThatThrownBy(() -> json.readResult("struct", json.writeResult("struct", deep)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void withoutTheLibraryAMethodIsRefusedWithTheDependencyToAdd() {
        JsonMessages without = new JsonMessages(Generated.class, new JacksonSerializer(false, true));
        assertThatThrownBy(() -> without.writeResult("wrapper", new Wrapper(null, null)))
                .isInstanceOf(ContractException.class)
                .hasMessage("Api is a generated protobuf message (expected: com.google.protobuf:protobuf-java-util"
                        + " on the class path, to write it as JSON) for method Generated.wrapper");
    }
}
