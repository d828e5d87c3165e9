package dev.tenstep.rpc.compression;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** {@code gzip}, RFC 1952, by the JDK. */
public final class GzipCompressor implements Compressor {
    private static final int BUFFER = 4096;

    /** For {@link java.util.ServiceLoader}. */
    public GzipCompressor() {}

    @Override
    public String name() {
        return "gzip";
    }

    @Override
    public void compress(MessageInput message, MessageOutput out) throws IOException {
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, BUFFER)) {
            gzip.write(message.array(), message.position(), message.remaining());
        }
    }

    @Override
    public void decompress(MessageInput compressed, MessageOutput out) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(compressed, BUFFER)) {
            byte[] part = new byte[BUFFER];
            for (int n = gzip.read(part); n >= 0; n = gzip.read(part)) {
                out.write(part, 0, n);
                out.checkLimit();
            }
        }
    }
}
