package dev.tenstep.rpc.benchmarks;

import dev.tenstep.rpc.benchmarks.Results.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report as JSON. It is written by hand, since a JSON library in the program's jar would be on every contender's
 * class path, where some have another version of it.
 */
final class JsonReport {
    private JsonReport() {}

    static String of(Settings settings, Results results, String startedAt) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("startedAt", startedAt);
        report.put("machine", machine());
        report.put("settings", settings(settings));
        report.put(
                "results",
                results.scenarios().stream()
                        .flatMap(scenario -> results.rows(scenario).stream().map(row -> result(scenario, row)))
                        .toList());
        report.put(
                "failures",
                results.failures().stream()
                        .map(failure -> Map.of(
                                "contender", failure.entry().name(),
                                "during", failure.during(),
                                "reason", failure.reason()))
                        .toList());
        StringBuilder text = new StringBuilder();
        append(text, report);
        return text.append('\n').toString();
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("java", Runtime.version().toString());
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("architecture", System.getProperty("os.arch"));
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        return machine;
    }

    private static Map<String, Object> settings(Settings settings) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rounds", settings.rounds());
        map.put("measurementMillis", settings.millis());
        map.put("warmUpMillis", settings.warmUpMillis());
        map.put("jvmFlags", JvmFlags.all());
        map.put("jvmArguments", settings.jvmArguments());
        return map;
    }

    private static Map<String, Object> result(Scenario scenario, Row row) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("contender", row.name());
        map.put("operation", scenario.operation().label());
        map.put("mode", scenario.mode().label());
        map.put("outstanding", scenario.outstanding());
        map.put("callsPerSecond", row.callsPerSecond());
        map.put("callsPerSecondOfRounds", row.rates());
        map.put("ofCoalescedFloor", row.ofCoalesced());
        map.put("ofBatchedFloor", row.ofBatched());
        map.put("p50Micros", row.micros(50));
        map.put("p99Micros", row.micros(99));
        map.put("p999Micros", row.micros(99.9));
        map.put("clientCpuMicrosPerCall", row.clientMicros());
        map.put("serverCpuMicrosPerCall", row.serverMicros());
        map.put("clientAllocatedBytesPerCall", row.clientBytes());
        map.put("serverAllocatedBytesPerCall", row.serverBytes());
        map.put("packetsPerCall", row.packets());
        return map;
    }

    /** Appends a map, list, string or number. A number that JSON cannot express (NaN) becomes null. */
    static void append(StringBuilder text, Object value) {
        if (value instanceof Map<?, ?> map) {
            String separator = "{";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                appendString(text.append(separator), entry.getKey().toString());
                append(text.append(": "), entry.getValue());
                separator = ",\n ";
            }
            text.append(map.isEmpty() ? "{}" : "}");
        } else if (value instanceof List<?> list) {
            String separator = "[";
            for (Object element : list) {
                append(text.append(separator), element);
                separator = ", ";
            }
            text.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Number number) {
            text.append(Double.isFinite(number.doubleValue()) ? number.toString() : "null");
        } else {
            appendString(text, value.toString());
        }
    }

    private static void appendString(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
