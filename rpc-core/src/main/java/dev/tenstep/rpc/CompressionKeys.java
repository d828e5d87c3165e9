package dev.tenstep.rpc;

import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.config.ConfigKey;
import dev.tenstep.rpc.config.ConfigType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys of compression, and their combined reading. */
final class CompressionKeys {
    private static final long MOST = 1L << 30;

    private static final ConfigKey<String> COMPRESSOR = ConfigKey.of(
                    "compression",
                    "",
                    ConfigType.text(),
                    "The compressor of messages, used if the peer supports it: none, gzip, or another one on the class"
                            + " path, such as zstd or lz4.")
            .withDefault(Compression.NONE);
    private static final ConfigKey<Long> THRESHOLD = ConfigKey.of(
                    "compression.threshold",
                    "bytes",
                    ConfigType.size(0, MOST),
                    "The shortest message that is compressed.")
            .withDefault("1KiB");

    private CompressionKeys() {}

    static List<ConfigKey<?>> all() {
        return List.of(COMPRESSOR, THRESHOLD);
    }

    /** Reads the compression settings, unless the builder set one; compressors given to the builder win. */
    static Compression read(CoreKeys.Reader config, @Nullable String chosen, List<Compressor> given) {
        Map<String, Compressor> byName = new TreeMap<>();
        Plugins.load(Compressor.class).forEach(each -> byName.put(each.name(), each));
        given.forEach(each -> byName.put(each.name(), each));
        int threshold = Math.toIntExact(config.get(THRESHOLD));
        return new Compression(
                List.copyOf(byName.values()), chosen != null ? chosen : config.get(COMPRESSOR), threshold);
    }
}
