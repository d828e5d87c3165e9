package dev.tenstep.rpc;

import dev.tenstep.rpc.config.Loaders;
import dev.tenstep.rpc.contract.Texts;
import dev.tenstep.rpc.serialization.Serializer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serializers that a client or a server can choose from, by name. One on the class path that cannot be loaded is an
 * error only if it may be the wanted one, since its name is unknown until it is loaded. Immutable.
 */
final class Serializers {
    private static final Logger LOG = LoggerFactory.getLogger(Serializers.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    private final Map<String, Serializer> byName = new TreeMap<>();
    private final List<Error> broken = new ArrayList<>();

    private Serializers() {}

    /** Finds those on the class path; one that the builder was given overrides one of the same name. */
    static Serializers with(List<Serializer> given) {
        Serializers all = new Serializers();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        for (Serializer serializer : Loaders.load(Serializer.class, context, all::broken)) {
            Serializer other = all.byName.putIfAbsent(serializer.name(), serializer);
            if (other != null) {
                throw new IllegalArgumentException("two serializers are named " + serializer.name() + ": "
                        + other.getClass().getName() + " and "
                        + serializer.getClass().getName());
            }
        }
        given.forEach(serializer -> all.byName.put(serializer.name(), serializer));
        all.byName.values().forEach(Serializers::checkName);
        return all;
    }

    /** Notes one that cannot be loaded, once, though both loaders may find it. */
    private void broken(Error failure) {
        if (broken.stream().noneMatch(known -> known.toString().equals(failure.toString()))) {
            broken.add(failure);
            LOG.debug("a serializer on the class path cannot be loaded", failure);
        }
    }

    private static void checkName(Serializer serializer) {
        if (!NAME.matcher(serializer.name()).matches()) {
            throw new IllegalArgumentException("serializer " + Texts.wellFormed(serializer.name()) + " of "
                    + serializer.getClass().getName()
                    + " (expected: a name of 1 to 32 lower-case letters, digits or dashes)");
        }
    }

    /** The serializer of a name; without a name, the only one, variants of it aside. */
    Serializer get(@Nullable String name) {
        if (name != null && !byName.isEmpty()) {
            return named("rpc.serializer", name);
        }
        if (byName.isEmpty()) {
            throw refused("there is no serializer on the class path"
                    + " (expected: rpc-serialization-json, -kryo or -protobuf, or one of your own)");
        }
        List<Serializer> originals = byName.values().stream()
                .filter(each -> each.variantOf() == null || !byName.containsKey(each.variantOf()))
                .toList();
        if (originals.size() != 1 || !broken.isEmpty()) {
            throw refused("rpc.serializer is not set (expected one of: " + String.join(", ", byName.keySet()) + ")");
        }
        return originals.get(0);
    }

    /**
     * The additional serializers that clients may use: the configured ones, or else the available default ones, with the
     * variants of all that they may use.
     */
    List<Serializer> accepted(Serializer configured, @Nullable List<String> told, List<String> byDefault) {
        List<Serializer> accepted = new ArrayList<>();
        if (told != null) {
            told.forEach(name -> accepted.add(named("rpc.server.serializers", name)));
        } else {
            byDefault.stream().map(byName::get).filter(Objects::nonNull).forEach(accepted::add);
        }
        Set<String> names = new HashSet<>();
        names.add(configured.name());
        accepted.forEach(each -> names.add(each.name()));
        byName.values().stream()
                .filter(each -> names.contains(each.variantOf()))
                .forEach(accepted::add);
        return accepted;
    }

    private Serializer named(String setting, String name) {
        Serializer found = byName.get(name);
        if (found == null) {
            throw refused(setting + ": " + name + " (expected one of: " + String.join(", ", byName.keySet()) + ")");
        }
        return found;
    }

    /** The error, which names those that cannot be loaded, for one of them may have been meant. */
    private IllegalArgumentException refused(String why) {
        if (broken.isEmpty()) {
            return new IllegalArgumentException(why);
        }
        List<String> reasons = broken.stream().map(Serializers::reason).toList();
        IllegalArgumentException refused = new IllegalArgumentException(
                why + "; on the class path and cannot be loaded: " + String.join("; ", reasons), broken.get(0));
        broken.stream().skip(1).forEach(refused::addSuppressed);
        return refused;
    }

    private static String reason(Error failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return failure.getCause() == null ? text : text + ": " + failure.getCause();
    }
}
