package dev.tenstep.rpc.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of a process, read and checked at once; immutable, for use by any thread. What a builder was given
 * overrides them, which is the builder's business.
 *
 * <p>A setting {@code rpc.KEY} comes from the first that has it: the map that a builder was given, the system properties
 * ({@code -Drpc.KEY}), the environment ({@code RPC_KEY}, upper case, {@code _} for dots and dashes), the file that {@code
 * -Drpc.config} names, {@code rpc.properties} on the class path. For a client with a name {@code rpc.client.NAME.KEY} is looked
 * for in all five first.
 */
public final class Config {
    private static final Logger LOG = LoggerFactory.getLogger(Config.class);
    /** The setting that names a file of others. */
    static final String FILE = "rpc.config";

    /** The prefixes of system properties of other software. */
    public static final ConfigKey<List<String>> FOREIGN = ConfigKey.of(
                    "foreign.prefixes",
                    "",
                    ConfigType.list(ConfigType.text()),
                    "Prefixes of system properties that start with `rpc.` and belong to other software; unknown keys"
                            + " with such a prefix cause only a warning.")
            .withDefaultInWords("none");

    private static final Pattern CLIENT_NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private final KnownKeys keys;
    private final List<ConfigSource> sources;

    private Config(KnownKeys keys, List<ConfigSource> sources) {
        this.keys = keys;
        this.sources = List.copyOf(sources);
        new ConfigCheck(keys).check(sources);
    }

    /**
     * The settings of this process.
     *
     * @param loader finds {@code rpc.properties}, and keys besides the library's own; the library's loader looks for both as
     *     well
     * @throws ConfigException if a key is unknown, a value is bad or a file cannot be read
     */
    public static Config load(ClassLoader loader) {
        return load(loader, Map.of());
    }

    /**
     * The settings of this process, below those that are given.
     *
     * @param loader as of {@link #load(ClassLoader)}
     * @param given settings such as {@code rpc.serializer} to {@code json}
     * @throws ConfigException if a key is unknown, a value is bad or a file cannot be read
     */
    public static Config load(ClassLoader loader, Map<String, String> given) {
        Properties properties = System.getProperties();
        Map<String, String> system = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> properties.getProperty(name, "")));
        return load(loader, KnownKeys.find(loader), given, system, System.getenv());
    }

    /** The same with all that {@link #load(ClassLoader, Map)} takes from the process. */
    static Config load(
            ClassLoader loader,
            KnownKeys keys,
            Map<String, String> given,
            Map<String, String> system,
            Map<String, String> environment) {
        List<ConfigSource> sources = new ArrayList<>();
        ConfigSource properties = ConfigSource.systemProperties(system);
        String file = properties.values().remove(FILE);
        sources.add(new ConfigSource("the builder's config", false, new TreeMap<>(given)));
        sources.add(properties);
        sources.add(ConfigSource.environment(environment));
        if (file != null) {
            sources.add(ConfigFiles.file(file));
            LOG.info("settings from {}, as set by rpc.config", file);
        }
        ConfigSource onClassPath = ConfigFiles.onClassPath(loader);
        if (onClassPath != null) {
            sources.add(onClassPath);
            LOG.info("settings from {}", onClassPath.where());
        } else {
            LOG.debug("no rpc.properties on the class path of {}", Loaders.of(Config.class, loader));
        }
        letThrough(properties, lookUp(sources, KnownKeys.PREFIX + FOREIGN.name(), FOREIGN), keys);
        return new Config(keys, sources);
    }

    /** Takes out the properties that belong to other software. */
    private static void letThrough(ConfigSource properties, @Nullable List<String> prefixes, KnownKeys keys) {
        if (prefixes == null) {
            return;
        }
        List<String> foreign = properties.values().keySet().stream()
                .filter(name -> keys.key(name) == null && prefixes.stream().anyMatch(name::startsWith))
                .toList();
        if (!foreign.isEmpty()) {
            properties.values().keySet().removeAll(foreign);
            LOG.warn(
                    "not read from {}, since rpc.{} says that they belong to other software: {}",
                    properties.where(),
                    FOREIGN.name(),
                    String.join(", ", foreign));
        }
    }

    /**
     * Settings from a map, such as {@code rpc.serializer} to {@code json}, and from nowhere else.
     *
     * @throws ConfigException if a key is unknown or a value is bad
     */
    public static Config of(Map<String, String> settings) {
        return of(KnownKeys.find(Config.class.getClassLoader()), settings);
    }

    static Config of(KnownKeys keys, Map<String, String> settings) {
        return new Config(keys, List.of(new ConfigSource("the given settings", false, Map.copyOf(settings))));
    }

    /** All keys that modules declare, sorted by name. */
    public static List<ConfigKey<?>> keys(ClassLoader loader) {
        return KnownKeys.find(loader).all();
    }

    /**
     * The value that is set, or else the key's default.
     *
     * @throws IllegalStateException if neither is there
     */
    public <T> T get(ConfigKey<T> key) {
        return orDefault(find(key), key);
    }

    /** The same for a client, whose own setting wins over the one for all clients. */
    public <T> T get(String clientName, ConfigKey<T> key) {
        return orDefault(find(clientName, key), key);
    }

    /** The value that is set, or null. */
    public <T> @Nullable T find(ConfigKey<T> key) {
        if (!keys.contains(key)) {
            throw new IllegalArgumentException("key: " + key.name() + " (expected: one that a ConfigKeys declares)");
        }
        return lookUp(sources, KnownKeys.PREFIX + key.name(), key);
    }

    /** The same for a client, whose own setting wins over the one for all clients. */
    public <T> @Nullable T find(String clientName, ConfigKey<T> key) {
        if (!CLIENT_NAME.matcher(clientName).matches()) {
            throw new IllegalArgumentException("clientName: " + clientName + " (expected: letters, digits, - and _)");
        }
        T own = key.perClient() ? lookUp(sources, "rpc.client." + clientName + "." + key.name(), key) : null;
        return own != null ? own : find(key);
    }

    private static <T> @Nullable T lookUp(List<ConfigSource> sources, String setting, ConfigKey<T> key) {
        for (ConfigSource source : sources) {
            String text = source.text(setting);
            if (text != null) {
                return source.parse(source.written(setting), text, key);
            }
        }
        return null;
    }

    /**
     * A key's effective value and its source, for the error when two keys contradict each other: {@code rpc.deadline=2s
     * in the environment}, {@code rpc.deadline=10s by default}.
     */
    public String said(@Nullable String clientName, ConfigKey<?> key) {
        String setting = KnownKeys.PREFIX + key.name();
        List<String> settings = clientName != null && key.perClient()
                ? List.of("rpc.client." + clientName + "." + key.name(), setting)
                : List.of(setting);
        for (String each : settings) {
            for (ConfigSource source : sources) {
                String text = source.text(each);
                if (text != null) {
                    return source.written(each) + "=" + text.strip() + " in " + source.where();
                }
            }
        }
        return setting + "=" + key.defaultText() + " by default";
    }

    private static <T> T orDefault(@Nullable T value, ConfigKey<T> key) {
        if (value != null) {
            return value;
        }
        if (key.defaultValue() == null) {
            throw new IllegalStateException("key: " + key.name() + " is not set and has no default (expected: find)");
        }
        return key.defaultValue();
    }
}
