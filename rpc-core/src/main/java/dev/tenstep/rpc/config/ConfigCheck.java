package dev.tenstep.rpc.config;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks all settings at once, including those that nobody reads. */
final class ConfigCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigCheck.class);

    private final KnownKeys keys;
    private final List<String> faults = new ArrayList<>();

    ConfigCheck(KnownKeys keys) {
        this.keys = keys;
    }

    /** Throws all faults as one; an unknown name in the environment is only logged, since orchestrators inject them. */
    void check(List<ConfigSource> sources) {
        for (ConfigSource source : sources) {
            source.values().forEach((name, text) -> {
                if (source.environment()) {
                    checkVariable(source, name, text);
                } else {
                    checkSetting(source, name, text);
                }
            });
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(String.join("\n", faults));
        }
    }

    private void checkSetting(ConfigSource source, String setting, String text) {
        ConfigKey<?> key = keys.key(setting);
        if (setting.equals(Config.FILE)) {
            faults.add(setting + "=" + text + " in " + source.where() + ": expected only in the system properties");
        } else if (key == null) {
            String foreign = source.shared() ? "; rpc." + Config.FOREIGN.name() + " allows other software's" : "";
            faults.add("unknown key " + setting + " in " + source.where() + nearest(keys.nearest(setting), foreign));
        } else {
            checkValue(source, setting, text, key);
        }
    }

    private void checkVariable(ConfigSource source, String variable, String text) {
        ConfigKey<?> key = keys.keyOfVariable(variable);
        if (key != null) {
            checkValue(source, variable, text, key);
        } else if (variable.equals(ConfigSource.variable(Config.FILE))) {
            LOG.warn("{}={} in {} is not read: expected -D{}=PATH", variable, text, source.where(), Config.FILE);
        } else if (!keys.isClientVariable(variable)) {
            LOG.warn("unknown key {} in {}{}", variable, source.where(), nearest(keys.nearestVariables(variable), ""));
        }
    }

    private void checkValue(ConfigSource source, String name, String text, ConfigKey<?> key) {
        try {
            source.parse(name, text, key);
        } catch (ConfigException e) {
            faults.add(e.getMessage());
        }
    }

    private static String nearest(List<String> names, String more) {
        return names.isEmpty() ? more : " (nearest: " + String.join(", ", names) + more + ")";
    }
}
