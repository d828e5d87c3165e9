package dev.tenstep.rpc.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;

/**
 * Feeds bytes to a codec that no codec wrote. Whatever the bytes, a codec may return a value or throw an exception.
 * It must not throw an {@code Error}, take long, or allocate more than the bytes justify.
 */
final class BadMessages {
    /**
     * A generous allowance for exceptions with their stack traces and tables made at first use. The test looks for
     * megabytes.
     */
    private static final long ALLOCATED_BYTES = 1 << 20;

    private static final long ALLOCATED_PER_BYTE = 64;
    private static final long MILLIS = 2_000; // CPU time, so that a busy machine causes no failure
    private static final byte[] TELLING = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '"', '[', '9'};
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private BadMessages() {}

    /** Feeds the message cut after each of its bytes except the last. */
    static void truncations(MessageProbe probe, byte[] message) {
        for (int length = 0; length < message.length; length++) {
            survives(probe, Arrays.copyOf(message, length));
        }
    }

    /** Feeds the message with each byte replaced by bytes that stand for lengths, counts and beginnings. */
    static void replacements(MessageProbe probe, byte[] message) {
        for (int i = 0; i < message.length; i += 1 + message.length / 200) {
            for (byte telling : TELLING) {
                byte[] bad = message.clone();
                bad[i] = telling;
                survives(probe, bad);
            }
            byte[] bad = message.clone();
            Arrays.fill(bad, i, Math.min(bad.length, i + 4), (byte) 0xff);
            bad[Math.min(bad.length, i + 4) - 1] = 0x07;
            survives(probe, bad);
        }
    }

    /** Feeds random bytes, the same in every run. */
    static void noise(MessageProbe probe, int messages) {
        Random random = new Random(messages);
        for (int i = 0; i < messages; i++) {
            byte[] bad = new byte[random.nextInt(100)];
            random.nextBytes(bad);
            survives(probe, bad);
        }
    }

    /** Reads the message, and fails if that has side effects. */
    static void survives(MessageProbe probe, byte[] message) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            probe.decode(message);
        } catch (Exception e) {
            Objects.requireNonNull(e); // as good as a value
        } catch (Error e) {
            throw new AssertionError("Error when reading " + hex(message), e);
        }
        long millis = (THREADS.getCurrentThreadCpuTime() - start) / 1_000_000;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        if (millis >= MILLIS || allocated >= ALLOCATED_BYTES + ALLOCATED_PER_BYTE * message.length) {
            throw new AssertionError(
                    millis + " ms of the processor, " + allocated + " bytes allocated for " + hex(message));
        }
    }

    private static String hex(byte[] message) {
        int shown = Math.min(message.length, 100);
        return message.length + " bytes: " + HexFormat.of().formatHex(message, 0, shown);
    }
}
