package dev.tenstep.rpc.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The flags that every process is started with: the same heap, collector and open packages for all. */
final class JvmFlags {
    private static final List<String> FIXED = List.of(
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseG1GC",
            "-Djava.net.preferIPv4Stack=true",
            "-Dio.netty.tryReflectionSetAccessible=true");

    // Peers use these packages by reflection. Without them, some fall back to slower paths and some do not start.
    private static final List<String> OPEN = List.of(
            "java.lang",
            "java.lang.reflect",
            "java.lang.invoke",
            "java.math",
            "java.nio",
            "java.time",
            "java.util",
            "java.util.concurrent",
            "jdk.internal.misc",
            "sun.nio.ch");

    private JvmFlags() {}

    static List<String> all() {
        List<String> flags = new ArrayList<>(FIXED);
        for (String name : OPEN) {
            flags.add("--add-opens=java.base/" + name + "=ALL-UNNAMED");
        }
        if (Runtime.version().feature() >= 24) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        return flags;
    }
}
