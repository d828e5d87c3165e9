package dev.tenstep.rpc.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A place where settings are.
 *
 * @param where as it is named in errors: {@code /etc/rpc.properties}, {@code the environment}
 * @param environment whether names are written {@code RPC_SERVER_HANDLERS}
 */
record ConfigSource(String where, boolean environment, Map<String, String> values) {
    private static final String SYSTEM_PROPERTIES = "the system properties";
    /** Keys whose values are not shown. */
    private static final Pattern SECRET = Pattern.compile("(?:password|passphrase|secret|token|credentials?)$");

    /** The properties whose names start with {@code rpc.}, in whatever case; the others belong to somebody else. */
    static ConfigSource systemProperties(Map<String, String> all) {
        return new ConfigSource(SYSTEM_PROPERTIES, false, startingWith("rpc\\.", all));
    }

    /** The variables whose names start with {@code RPC_} or {@code rpc.}, in whatever case; an empty one counts as absent. */
    static ConfigSource environment(Map<String, String> all) {
        Map<String, String> set = startingWith("rpc[_.]", all);
        set.values().removeIf(String::isBlank);
        return new ConfigSource("the environment", true, set);
    }

    private static Map<String, String> startingWith(String prefix, Map<String, String> all) {
        Pattern start = Pattern.compile(prefix, Pattern.CASE_INSENSITIVE);
        return all.entrySet().stream()
                .filter(e -> start.matcher(e.getKey()).lookingAt())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> b, TreeMap::new));
    }

    /** Tells whether other software has its settings here as well. */
    boolean shared() {
        return where.equals(SYSTEM_PROPERTIES);
    }

    /** The spelling of a setting such as {@code rpc.server.handlers} in this source. */
    String written(String setting) {
        return environment ? variable(setting) : setting;
    }

    /** The name in the environment: upper case, {@code _} for dots and dashes. */
    static String variable(String setting) {
        return setting.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** The text of a setting, or null. */
    @Nullable
    String text(String setting) {
        return values.get(written(setting));
    }

    /** The value of a text found here. */
    <T> T parse(String name, String text, ConfigKey<T> key) {
        try {
            return key.type().parser().apply(text.strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            boolean secret = SECRET.matcher(key.name()).find();
            String shown = secret ? "(" + text.length() + " characters)" : text;
            // The cause may quote the value.
            throw new ConfigException(
                    name + "=" + shown + " in " + where + ": expected "
                            + key.type().expected(),
                    secret ? null : e);
        }
    }
}
