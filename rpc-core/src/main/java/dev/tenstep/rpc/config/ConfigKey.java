package dev.tenstep.rpc.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A setting that a module declares. A key whose name starts with {@code server.} or {@code foreign.} is set once; every other
 * one can be set for one client as well.
 *
 * <pre>{@code
 * static final ConfigKey<Long> LIMIT = ConfigKey.of("message.limit", "bytes", size(1, 1 << 30), "The largest message.")
 *         .withDefault("4MiB");
 * }</pre>
 *
 * @param name without {@code rpc.}: lower-case words with dots and dashes, {@code server.handlers}
 * @param unit what a value counts, {@code bytes}; empty if nothing
 * @param defaultText the default as a value is written, or in words if {@code defaultValue} is null
 * @param defaultValue the value of that text; null if the default depends on more, and then {@link Config#find} is used
 * @param doc one sentence
 */
public record ConfigKey<T>(
        String name, String unit, ConfigType<T> type, String defaultText, @Nullable T defaultValue, String doc) {
    private static final Pattern NAME = Pattern.compile("(?!client\\.|config$)[a-z][a-z0-9]*([.-][a-z0-9]+)*");

    /** Checks the name. */
    public ConfigKey {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "key name: " + name + " (expected: lower-case words with dots and dashes, not"
                            + " config and not starting with client.)");
        }
    }

    /** A key without a default. */
    public static <T> ConfigKey<T> of(String name, String unit, ConfigType<T> type, String doc) {
        return new ConfigKey<>(name, unit, type, "", null, doc);
    }

    /** The key with a default, written as a value is. */
    public ConfigKey<T> withDefault(String text) {
        return new ConfigKey<>(name, unit, type, text, type.parser().apply(text), doc);
    }

    /** The key with a default that its user computes, described in words. */
    public ConfigKey<T> withDefaultInWords(String text) {
        return new ConfigKey<>(name, unit, type, text, null, doc);
    }

    /** Returns whether {@code rpc.client.NAME.} may stand before the name. */
    public boolean perClient() {
        return !name.startsWith("server.") && !name.startsWith("foreign.");
    }
}
