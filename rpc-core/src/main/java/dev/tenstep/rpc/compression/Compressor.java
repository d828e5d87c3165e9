package dev.tenstep.rpc.compression;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;

/**
 * Compresses messages; found by {@link java.util.ServiceLoader}. Safe for use by many threads. The contract suite that every
 * one passes is {@code CompressorContract} in rpc-testkit.
 *
 * <pre>{@code
 * final class Doubled implements Compressor {                        // for messages that repeat each byte
 *     public String name() { return "doubled"; }
 *     public void compress(MessageInput message, MessageOutput out) throws IOException {
 *         for (int b = message.read(); b >= 0; b = message.read()) {
 *             out.write(b);
 *             message.skip(1);
 *         }
 *     }
 *     public void decompress(MessageInput compressed, MessageOutput out) throws IOException {
 *         for (int b = compressed.read(); b >= 0; b = compressed.read()) {
 *             out.write(b);
 *             out.write(b);
 *         }
 *     }
 * }
 * }</pre>
 */
public interface Compressor {

    /**
     * The name in configuration and between the peers of a connection: 1 to 32 lower-case letters, digits or dashes.
     */
    String name();

    /** Appends all of the message, compressed. */
    void compress(MessageInput message, MessageOutput out) throws IOException;

    /**
     * Appends the decompressed message, from all of the input. The output's limit holds during the writing, so that a
     * message that becomes too long is given up at once, and a false claim of length costs nothing.
     *
     * @throws dev.tenstep.rpc.serialization.MessageTooLargeException if the message exceeds the output's limit
     * @throws IOException if the input is not what {@link #compress} writes
     */
    void decompress(MessageInput compressed, MessageOutput out) throws IOException;
}
