package dev.tenstep.rpc.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The number of packets that the loopback interface has carried since the machine started, after the kernel's own
 * segmentation offload: a packet here may be up to 64 KiB. It comes from {@code /proc/net/dev}; 0 where that does not
 * exist.
 */
final class LoopbackPackets {
    private static final Path COUNTERS = Path.of("/proc/net/dev");
    private static final int TRANSMITTED_PACKETS = 9;

    private LoopbackPackets() {}

    static long count() {
        if (!Files.isReadable(COUNTERS)) {
            return 0;
        }
        try {
            return countIn(Files.readAllLines(COUNTERS));
        } catch (IOException e) {
            return 0;
        }
    }

    static long countIn(List<String> lines) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals("lo")) {
                return Long.parseLong(line.substring(colon + 1).strip().split("\\s+", -1)[TRANSMITTED_PACKETS]);
            }
        }
        return 0;
    }
}
