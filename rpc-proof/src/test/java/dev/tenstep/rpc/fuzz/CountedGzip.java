package dev.tenstep.rpc.fuzz;

import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.compression.GzipCompressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gzip that counts what it decompresses: to decode a message may take memory in proportion to its length, which is up to
 * a thousand times that of the bytes that came. The limit of a message bounds each, and the budget all that are held.
 */
final class CountedGzip implements Compressor {
    private final GzipCompressor gzip = new GzipCompressor();
    private final AtomicLong decompressed = new AtomicLong();

    /** Returns the number of bytes that were decompressed so far. */
    long decompressed() {
        return decompressed.get();
    }

    @Override
    public String name() {
        return gzip.name();
    }

    @Override
    public void compress(MessageInput message, MessageOutput out) throws IOException {
        gzip.compress(message, out);
    }

    @Override
    public void decompress(MessageInput compressed, MessageOutput out) throws IOException {
        int before = out.position();
        try {
            gzip.decompress(compressed, out);
        } finally {
            decompressed.addAndGet(out.position() - before);
        }
    }
}
