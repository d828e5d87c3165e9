package dev.tenstep.rpc.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All declared keys. Immutable. */
final class KnownKeys {
    static final String PREFIX = "rpc.";
    private static final Pattern CLIENT = Pattern.compile("rpc\\.client\\.([A-Za-z0-9_-]+)\\.(.+)");
    private static final String CLIENT_VARIABLE = "RPC_CLIENT_";

    private final Map<String, ConfigKey<?>> byName = new TreeMap<>();

    KnownKeys(Collection<ConfigKey<?>> keys) {
        Map<String, String> variables = new TreeMap<>();
        for (ConfigKey<?> key : keys) {
            String other = variables.putIfAbsent(ConfigSource.variable(key.name()), key.name());
            if (other != null) {
                throw new ConfigException("the keys " + PREFIX + other + " and " + PREFIX + key.name()
                        + " share a name in the environment (expected: each declared once, by one ConfigKeys)");
            }
            byName.put(key.name(), key);
        }
    }

    /** The keys of every {@link ConfigKeys} that either loader sees. */
    static KnownKeys find(ClassLoader loader) {
        return new KnownKeys(Loaders.load(ConfigKeys.class, loader).stream()
                .flatMap(k -> k.keys().stream())
                .toList());
    }

    /** Sorted by their names. */
    List<ConfigKey<?>> all() {
        return List.copyOf(byName.values());
    }

    boolean contains(ConfigKey<?> key) {
        return byName.containsKey(key.name());
    }

    /** The key of a setting such as {@code rpc.serializer} or {@code rpc.client.orders.serializer}; null if unknown. */
    @Nullable
    ConfigKey<?> key(String setting) {
        Matcher client = CLIENT.matcher(setting);
        if (client.matches()) {
            ConfigKey<?> key = byName.get(client.group(2));
            return key != null && key.perClient() ? key : null;
        }
        return setting.startsWith(PREFIX) ? byName.get(setting.substring(PREFIX.length())) : null;
    }

    /** The key that an environment variable sets for all; null if unknown. */
    @Nullable
    ConfigKey<?> keyOfVariable(String variable) {
        return byName.values().stream()
                .filter(key -> ConfigSource.variable(PREFIX + key.name()).equals(variable))
                .findFirst()
                .orElse(null);
    }

    /** Returns whether an environment variable sets some client's key; its name does not always tell which one. */
    boolean isClientVariable(String variable) {
        return variable.startsWith(CLIENT_VARIABLE)
                && byName.values().stream()
                        .filter(ConfigKey::perClient)
                        .map(key -> "_" + ConfigSource.variable(key.name()))
                        .anyMatch(end ->
                                variable.endsWith(end) && variable.length() > CLIENT_VARIABLE.length() + end.length());
    }

    /** The known settings that resemble an unknown one. */
    List<String> nearest(String setting) {
        Matcher client = CLIENT.matcher(setting);
        List<String> known = new ArrayList<>(
                byName.keySet().stream().map(name -> PREFIX + name).toList());
        if (client.matches()) {
            byName.values().stream()
                    .filter(ConfigKey::perClient)
                    .map(key -> "rpc.client." + client.group(1) + "." + key.name())
                    .forEach(known::add);
        }
        return NearestNames.of(setting, known);
    }

    /** The known variables that resemble an unknown one. */
    List<String> nearestVariables(String variable) {
        Stream<String> known = byName.keySet().stream().map(name -> ConfigSource.variable(PREFIX + name));
        return NearestNames.of(ConfigSource.variable(variable), known.toList());
    }
}
