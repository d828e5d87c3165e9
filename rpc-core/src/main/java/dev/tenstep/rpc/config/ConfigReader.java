package dev.tenstep.rpc.config;

import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of one server or client: of a client that has a name, its own settings before those for all.
 *
 * @param config the settings of the process
 * @param clientName the client's name; null for a server, and for a client without a name
 */
public record ConfigReader(Config config, @Nullable String clientName) {

    /**
     * The value that is set, or else the key's default.
     *
     * @throws IllegalStateException if neither is there
     */
    public <T> T get(ConfigKey<T> key) {
        return clientName == null ? config.get(key) : config.get(clientName, key);
    }

    /** The value that is set, or null. */
    public <T> @Nullable T find(ConfigKey<T> key) {
        return clientName == null ? config.find(key) : config.find(clientName, key);
    }

    /** The setting and its value as they are written, and where, for an error: {@code rpc.deadline=2s in the environment}. */
    public String said(ConfigKey<?> key) {
        return config.said(clientName, key);
    }
}
