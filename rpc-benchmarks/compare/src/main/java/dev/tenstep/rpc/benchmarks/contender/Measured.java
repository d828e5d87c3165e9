package dev.tenstep.rpc.benchmarks.contender;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * A client's measurement, as it crosses from the client's process to the driver in one line of text: {@code calls
 * nanos cpuNanos allocatedBytes histogram}, the histogram compressed and in Base64.
 *
 * @param calls completed and found right
 * @param nanos from the first call to the last reply
 * @param used by the client's process meanwhile
 * @param latencies in nanoseconds
 */
public record Measured(long calls, long nanos, Usage used, Histogram latencies) {
    String toLine() {
        ByteBuffer bytes = ByteBuffer.allocate(latencies.getNeededByteBufferCapacity());
        int length = latencies.encodeIntoCompressedByteBuffer(bytes);
        bytes.flip().limit(length);
        String histogram =
                new String(Base64.getEncoder().encode(bytes).array(), java.nio.charset.StandardCharsets.ISO_8859_1);
        return calls + " " + nanos + " " + used.cpuNanos() + " " + used.allocatedBytes() + " " + histogram;
    }

    /** Parses the line. Throws IllegalArgumentException if it is malformed. */
    public static Measured fromLine(String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("measured: '" + line + "' (expected: four numbers and a histogram)");
        }
        try {
            Histogram latencies = Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(parts[4])), 0);
            return new Measured(
                    Long.parseLong(parts[0]),
                    Long.parseLong(parts[1]),
                    new Usage(Long.parseLong(parts[2]), Long.parseLong(parts[3])),
                    latencies);
        } catch (DataFormatException e) {
            throw new IllegalArgumentException("histogram: '" + parts[4] + "' is not compressed data", e);
        }
    }
}
