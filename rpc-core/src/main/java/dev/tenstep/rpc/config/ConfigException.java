package dev.tenstep.rpc.config;

import org.jspecify.annotations.Nullable;

/** Settings that cannot be used as they stand. The message has a line for each fault: the setting, where it is, what was expected. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** Makes one with its whole message. */
    public ConfigException(String message) {
        super(message);
    }

    /** Makes one with its whole message and what led to it. */
    public ConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
