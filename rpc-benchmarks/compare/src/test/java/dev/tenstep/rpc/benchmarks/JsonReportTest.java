package dev.tenstep.rpc.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonReportTest {
    @Test
    void textIsEscapedAndNotANumberIsNull() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("a \"quoted\"\n", List.of(1, 2.5, Double.NaN));
        value.put("empty", List.of());

        StringBuilder text = new StringBuilder();
        JsonReport.append(text, value);

        assertThat(text).hasToString("{\"a \\\"quoted\\\"\\u000a\": [1, 2.5, null],\n \"empty\": []}");
    }
}
