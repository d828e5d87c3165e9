package dev.tenstep.rpc;

import dev.tenstep.rpc.config.Loaders;
import dev.tenstep.rpc.contract.Texts;
import dev.tenstep.rpc.kernel.KernelProvider;
import dev.tenstep.rpc.serialization.Serializer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The plug-ins of other modules, found by ServiceLoader through the library's class loader and then the thread's. */
final class Plugins {
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    private Plugins() {}

    /** One instance of each implementation on either loader. */
    static <T> List<T> load(Class<T> type) {
        return Loaders.load(type, Thread.currentThread().getContextClassLoader());
    }

    /** The serializers by name; those that the builder was given win. */
    static Map<String, Serializer> serializers(List<Serializer> given) {
        Map<String, Serializer> byName = new TreeMap<>();
        for (Serializer serializer : load(Serializer.class)) {
            Serializer other = byName.putIfAbsent(serializer.name(), serializer);
            if (other != null) {
                throw new IllegalArgumentException("two serializers are named " + serializer.name() + ": "
                        + other.getClass().getName() + " and "
                        + serializer.getClass().getName());
            }
        }
        given.forEach(serializer -> byName.put(serializer.name(), serializer));
        byName.values().forEach(Plugins::checkName);
        return byName;
    }

    private static void checkName(Serializer serializer) {
        if (!NAME.matcher(serializer.name()).matches()) {
            throw new IllegalArgumentException("serializer " + Texts.wellFormed(serializer.name()) + " of "
                    + serializer.getClass().getName()
                    + " (expected: a name of 1 to 32 lower-case letters, digits or dashes)");
        }
    }

    /** The serializer of a name; without a name the only one there is. */
    static Serializer serializer(@Nullable String name, Map<String, Serializer> byName) {
        if (byName.isEmpty()) {
            throw new IllegalArgumentException("there is no serializer on the class path"
                    + " (expected: rpc-serialization-json, -kryo or -protobuf, or one of your own)");
        }
        if (name == null) {
            if (byName.size() > 1) {
                throw new IllegalArgumentException(
                        "rpc.serializer is not set (expected one of: " + String.join(", ", byName.keySet()) + ")");
            }
            return byName.values().iterator().next();
        }
        return named("rpc.serializer", name, byName);
    }

    /** The serializers that clients may use besides: those that were told, or else those of the default that there are. */
    static List<Serializer> accepted(
            @Nullable List<String> told, List<String> byDefault, Map<String, Serializer> byName) {
        return told != null
                ? told.stream()
                        .map(name -> named("rpc.server.serializers", name, byName))
                        .toList()
                : byDefault.stream().map(byName::get).filter(Objects::nonNull).toList();
    }

    private static Serializer named(String setting, String name, Map<String, Serializer> byName) {
        Serializer found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    setting + ": " + name + " (expected one of: " + String.join(", ", byName.keySet()) + ")");
        }
        return found;
    }

    /** Finds the provider of kernels for an address or endpoint. */
    static KernelProvider kernels(String endpoint) {
        List<KernelProvider> all = load(KernelProvider.class);
        for (KernelProvider provider : all) {
            if (provider.serves(endpoint)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("endpoint: " + endpoint
                + " (expected: host:port or unix:PATH, with rpc-transport-netty on the class path, or inproc:NAME); tried "
                + all.stream().map(p -> p.getClass().getSimpleName()).toList());
    }
}
