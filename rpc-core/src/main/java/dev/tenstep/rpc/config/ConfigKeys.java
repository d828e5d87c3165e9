package dev.tenstep.rpc.config;

import java.util.List;

/**
 * The keys that a module contributes, found by {@link java.util.ServiceLoader}: first with the library's class loader, then
 * with the one that settings are loaded with.
 *
 * <pre>{@code
 * public final class MyKeys implements ConfigKeys {
 *     static final ConfigKey<Boolean> FAST = ConfigKey.of("mine.fast", "", ConfigType.bool(), "Whether it is fast.")
 *             .withDefault("true");
 *
 *     public List<ConfigKey<?>> keys() { return List.of(FAST); }
 * }
 * // META-INF/services/dev.tenstep.rpc.config.ConfigKeys: com.example.MyKeys
 * }</pre>
 */
public interface ConfigKeys {

    /** All keys of the module. */
    List<ConfigKey<?>> keys();
}
