package dev.tenstep.rpc.benchmarks;

import dev.tenstep.rpc.benchmarks.Results.Failure;
import dev.tenstep.rpc.benchmarks.Results.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report as Markdown: a table per scenario, aligned so that it reads well on a terminal too. */
final class MarkdownReport {
    private static final List<String> HEAD = List.of(
            "contender",
            "calls/s",
            "of coalesced",
            "of batched",
            "p50 us",
            "p99 us",
            "p99.9 us",
            "CPU us c + s",
            "allocated B c + s",
            "packets");

    private MarkdownReport() {}

    static String of(Results results) {
        StringBuilder text = new StringBuilder();
        for (Scenario scenario : results.scenarios()) {
            List<List<String>> lines = new ArrayList<>();
            lines.add(HEAD);
            results.rows(scenario).forEach(row -> lines.add(cells(row)));
            text.append("### ")
                    .append(scenario)
                    .append("\n\n")
                    .append(table(lines))
                    .append('\n');
        }
        results.failures().forEach(failure -> text.append(describe(failure)));
        return text.toString();
    }

    private static List<String> cells(Row row) {
        return List.of(
                row.name(),
                format("%,.0f", row.callsPerSecond()),
                ratio(row.ofCoalesced()),
                ratio(row.ofBatched()),
                micros(row.micros(50)),
                micros(row.micros(99)),
                micros(row.micros(99.9)),
                micros(row.clientMicros()) + " + " + micros(row.serverMicros()),
                format("%.0f", row.clientBytes()) + " + " + format("%.0f", row.serverBytes()),
                format("%.3f", row.packets()));
    }

    private static String ratio(double value) {
        return Double.isNaN(value) ? "-" : format(value < 0.1 ? "%.3f" : "%.2f", value);
    }

    private static String micros(double value) {
        return format(value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    /**
     * Formats lines of cells as a Markdown table, with the first line as its head and the first column left-aligned.
     */
    static String table(List<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        int[] widths = new int[lines.get(0).size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (int n = 0; n < lines.size(); n++) {
            appendLine(text, lines.get(n), widths);
            if (n == 0) {
                appendRule(text, widths);
            }
        }
        return text.toString();
    }

    private static void appendLine(StringBuilder text, List<String> line, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - line.get(i).length());
            text.append("| ")
                    .append(i == 0 ? line.get(i) + padding : padding + line.get(i))
                    .append(' ');
        }
        text.append("|\n");
    }

    private static void appendRule(StringBuilder text, int[] widths) {
        for (int i = 0; i < widths.length; i++) {
            text.append('|').append("-".repeat(widths[i] + 1)).append(i == 0 ? '-' : ':');
        }
        text.append("|\n");
    }

    private static String describe(Failure failure) {
        StringBuilder text = new StringBuilder();
        text.append("**").append(failure.entry().name()).append("** failed during ");
        text.append(failure.during()).append(": ").append(failure.reason()).append("\n\n");
        failure.errorLines().forEach(line -> text.append("    ").append(line).append('\n'));
        return text.append('\n').toString();
    }
}
