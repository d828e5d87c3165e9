package dev.tenstep.rpc.compression;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/** The {@code gzip} format, RFC 1952: one member is written; one or more are read, and nothing after them. */
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
        Inflater inflater = new Inflater(true);
        try {
            new GzipMembers(compressed, out, inflater).read();
        } finally {
            inflater.end();
        }
    }
}
