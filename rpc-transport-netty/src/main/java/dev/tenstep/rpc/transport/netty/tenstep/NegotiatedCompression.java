package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.compression.Decompressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.MessageCompression;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The compression of one connection's messages, by the compressors that both peers have. Each has a number, its
 * position in the server's hello. Immutable; any thread.
 *
 * <pre>
 *  a compressed message:  number u8 | what the compressor wrote
 * </pre>
 */
final class NegotiatedCompression implements Decompressor {
    /** The number for no compressor. */
    static final byte OFF = -1;

    /** The number for an unknown compressor; no hello lists so many. */
    private static final byte UNKNOWN = Byte.MAX_VALUE;

    /** The compression before the hellos: none. */
    static final NegotiatedCompression NONE = new NegotiatedCompression(Compression.OFF, List.of(), 0, 0);

    private final @Nullable Compressor[] compressors;
    private final Compression compression;
    private final int chosen;
    private final int peerMaxMessage;
    private final int maxMessage;

    /**
     * Makes the compression that the hellos agreed on.
     *
     * @param shared the names in the server's hello
     * @param peerMaxMessage the longest message that the peer accepts, in bytes
     * @param maxMessage the longest message to accept, in bytes
     */
    NegotiatedCompression(Compression compression, List<String> shared, int peerMaxMessage, int maxMessage) {
        this.compression = compression;
        this.compressors = new Compressor[shared.size()];
        for (Compressor own : compression.known()) {
            int number = shared.indexOf(own.name());
            if (number >= 0) {
                compressors[number] = own;
            }
        }
        this.chosen = number(compression.chosen());
        this.peerMaxMessage = peerMaxMessage;
        this.maxMessage = maxMessage;
    }

    private int number(String name) {
        for (int i = 0; i < compressors.length; i++) {
            Compressor each = compressors[i];
            if (each != null && each.name().equals(name)) {
                return i;
            }
        }
        return OFF;
    }

    /**
     * Compresses a client's message at the end of the output, as its caller or else the configuration asks; returns
     * whether it did.
     */
    boolean compress(MessageOutput out, int body, @Nullable String asked) throws IOException {
        return asked == null ? compress(out, body, chosen, false) : compress(out, body, number(asked), true);
    }

    /**
     * Compresses a server's message at the end of the output, as the request was or else the configuration asks;
     * returns whether it did.
     */
    boolean compress(MessageOutput out, int body, int request) throws IOException {
        return compress(out, body, request == OFF ? chosen : request, false);
    }

    /** Compresses a message, unless it does not get shorter, except for short messages of a caller who asked. */
    private boolean compress(MessageOutput out, int body, int number, boolean asked) throws IOException {
        int length = out.position() - body;
        boolean small = length < compression.threshold();
        Compressor compressor = number >= 0 && number < compressors.length ? compressors[number] : null;
        if (compressor == null || length == 0 || length > peerMaxMessage || (small && !asked)) {
            return false;
        }
        MessageOutput compressed = MessageCompression.compress(
                compressor, out.array(), body, length, 1, small ? Integer.MAX_VALUE : length);
        if (compressed == null) {
            return false;
        }
        compressed.array()[0] = (byte) number;
        out.position(body);
        out.write(compressed.array(), 0, compressed.position());
        return true;
    }

    /** Returns the number of a compressed message's compressor, which may be unknown. */
    static byte number(MessageInput compressed) {
        int number = compressed.remaining() == 0 ? UNKNOWN : compressed.array()[compressed.position()] & 0xff;
        return (byte) Math.min(UNKNOWN, number);
    }

    @Override
    public MessageInput decompress(MessageInput compressed) throws IOException {
        Compressor compressor = compressor(compressed);
        return MessageCompression.decompress(compressor, compressed, maxMessage);
    }

    /**
     * As {@link #decompress(MessageInput)}, but counts the message's whole array as held.
     *
     * @throws RpcException if there is no room for it
     */
    MessageInput decompress(MessageInput compressed, MemoryBudget.Share memory) throws IOException {
        Compressor compressor = compressor(compressed);
        return MessageCompression.decompress(compressor, compressed, maxMessage, memory);
    }

    /** Reads the number of a compressed message's compressor, and returns that. */
    private Compressor compressor(MessageInput compressed) throws IOException {
        int number = number(compressed);
        Compressor compressor = number < compressors.length ? compressors[number] : null;
        if (compressor == null) {
            throw new IOException("a message compressed with number " + number + " (expected: a number of the "
                    + compressors.length + " compressors in the server's hello)");
        }
        compressed.position(compressed.position() + 1);
        return compressor;
    }
}
