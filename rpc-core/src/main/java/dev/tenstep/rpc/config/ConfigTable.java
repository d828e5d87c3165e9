package dev.tenstep.rpc.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Writes the table of all keys for the documentation. */
public final class ConfigTable {
    private static final String HEAD =
            """
            | key | values | unit | default | for one client | what it does |
            |---|---|---|---|---|---|
            """;

    private ConfigTable() {}

    /** A Markdown table with a row for each key, sorted by name, with a line break at its end. */
    public static String markdown(Collection<ConfigKey<?>> keys) {
        return keys.stream()
                .sorted(Comparator.comparing(ConfigKey::name))
                .map(ConfigTable::row)
                .collect(Collectors.joining("", HEAD, ""));
    }

    private static String row(ConfigKey<?> key) {
        boolean words = key.defaultValue() == null;
        String value = key.defaultText().isEmpty() || words ? key.defaultText() : "`" + key.defaultText() + "`";
        return String.format(
                "| `rpc.%s` | %s | %s | %s | %s | %s |\n",
                key.name(),
                cell(key.type().expected()),
                cell(key.unit()),
                cell(value),
                key.perClient() ? "yes" : "",
                cell(key.doc()));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
