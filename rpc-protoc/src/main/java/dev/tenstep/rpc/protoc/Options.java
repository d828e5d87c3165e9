package dev.tenstep.rpc.protoc;

import java.util.List;

/**
 * The plugin's parameter, parsed: options {@code name=value}, joined by commas.
 *
 * @param styles the interfaces that each service gets, in the order in which they are written
 */
record Options(List<Style> styles) {
    private static final String STYLE = "style";

    /**
     * Parses the parameter, which is empty if the user gave none.
     *
     * @throws RefusedException for an unknown option or value
     */
    static Options parse(String parameter) {
        String style = null;
        for (String option : parameter.split(",", -1)) {
            if (option.isBlank()) {
                continue;
            }
            String[] parts = option.strip().split("=", 2);
            if (!parts[0].equals(STYLE)) {
                throw new RefusedException("unknown option: " + parts[0] + " (expected: " + STYLE + ")");
            }
            if (style != null) {
                throw new RefusedException("option " + STYLE + ": given twice (expected: once)");
            }
            style = parts.length == 1 ? "" : parts[1];
        }
        return new Options(styles(style == null ? "both" : style));
    }

    private static List<Style> styles(String value) {
        return switch (value) {
            case "blocking" -> List.of(Style.BLOCKING);
            case "async" -> List.of(Style.ASYNC);
            case "both" -> List.of(Style.BLOCKING, Style.ASYNC);
            default ->
                throw new RefusedException("option " + STYLE + ": '" + value + "' (expected: blocking, async or both)");
        };
    }
}
