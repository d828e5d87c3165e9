package dev.tenstep.rpc.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tenstep.rpc.contract.FieldModel;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.testkit.Sample;
import dev.tenstep.rpc.testkit.SampleService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A type has the same fields in JSON as in the model, which the other serializers follow. */
final class JsonFieldsTest {
    private final JsonMessages json = new JsonMessages(SampleService.class);

    @Test
    void objectsHaveTheFieldsOfTheirModels() throws IOException {
        List<String> tried = new ArrayList<>();
        for (Sample sample : Sample.all()) {
            MethodContract method = Objects.requireNonNull(
                    ServiceContract.of(SampleService.class).method(sample.method()));
            if (method.result() instanceof ObjectModel model && sample.value() != null) {
                JsonNode written = new ObjectMapper().readTree(json.writeResult(sample.method(), sample.value()));
                assertThat(written.fieldNames())
                        .toIterable()
                        .as(sample.method())
                        .containsExactlyInAnyOrderElementsOf(
                                model.fields().stream().map(FieldModel::name).toList());
                tried.add(sample.method());
            }
        }
        assertThat(tried).contains("user", "account", "counters", "empty", "everything", "userPage", "chain");
    }
}
