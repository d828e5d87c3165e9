package dev.tenstep.rpc.compression.lz4;

import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;

/**
 * {@code lz4}: the length of the message, so that it is known before anything is allocated, then one LZ4 block.
 *
 * <pre>
 *  length u32, big-endian | block
 * </pre>
 */
public final class Lz4Compressor implements Compressor {
    private static final int LENGTH_FIELD = 4;
    private static final int BYTE_BITS = 8;

    private final LZ4Factory lz4 = LZ4Factory.fastestInstance();

    /** Makes one, as {@link java.util.ServiceLoader} does. */
    public Lz4Compressor() {}

    @Override
    public String name() {
        return "lz4";
    }

    @Override
    public void compress(MessageInput message, MessageOutput out) throws IOException {
        int length = message.remaining();
        for (int shift = Integer.SIZE - BYTE_BITS; shift >= 0; shift -= BYTE_BITS) {
            out.write(length >>> shift);
        }
        int most = lz4.fastCompressor().maxCompressedLength(length);
        byte[] a = out.reserve(0, most);
        int at = out.position();
        int written = lz4.fastCompressor().compress(message.array(), message.position(), length, a, at, most);
        out.position(at + written);
        out.checkLimit();
    }

    @Override
    public void decompress(MessageInput compressed, MessageOutput out) throws IOException {
        if (compressed.remaining() < LENGTH_FIELD) {
            throw new IOException("lz4: " + compressed.remaining() + " bytes (expected: a length and a block)");
        }
        long length = 0;
        for (int i = 0; i < LENGTH_FIELD; i++) {
            length = length << BYTE_BITS | compressed.read();
        }
        byte[] a = out.reserve((int) Math.min(length, Integer.MAX_VALUE - 8));
        int at = out.position();
        int written = block(compressed, a, at, (int) length);
        if (written != length) {
            throw new IOException("lz4: " + written + " bytes (expected: " + length + ", as their length field says)");
        }
        out.position(at + written);
        out.checkLimit();
    }

    private int block(MessageInput in, byte[] to, int at, int length) throws IOException {
        try {
            return lz4.safeDecompressor().decompress(in.array(), in.position(), in.remaining(), to, at, length);
        } catch (LZ4Exception e) {
            throw new IOException("lz4: " + e.getMessage(), e);
        }
    }
}
