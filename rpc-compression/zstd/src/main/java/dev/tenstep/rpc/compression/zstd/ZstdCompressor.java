package dev.tenstep.rpc.compression.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.tenstep.rpc.compression.Compressor;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * {@code zstd}, RFC 8878: one frame, whose header has the length of its content, so that it is known before anything is
 * allocated.
 */
public final class ZstdCompressor implements Compressor {
    /** The library's own default level. */
    private static final int LEVEL = 3;

    private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

    /** Makes one, as {@link java.util.ServiceLoader} does. */
    public ZstdCompressor() {}

    @Override
    public String name() {
        return "zstd";
    }

    @Override
    public void compress(MessageInput message, MessageOutput out) throws IOException {
        int length = message.remaining();
        byte[] a = out.reserve(0, Math.toIntExact(Zstd.compressBound(length)));
        int at = out.position();
        long written = Zstd.compressByteArray(a, at, a.length - at, message.array(), message.position(), length, LEVEL);
        out.position(at + checked(written));
        out.checkLimit();
    }

    @Override
    public void decompress(MessageInput compressed, MessageOutput out) throws IOException {
        int length = compressed.remaining();
        long content = Zstd.getFrameContentSize(compressed.array(), compressed.position(), length);
        if (content < 0 || !startsFrame(compressed)) {
            throw new IOException("not a Zstandard frame that states the length of its content");
        }
        byte[] a = out.reserve((int) Math.min(content, Integer.MAX_VALUE - 8));
        int at = out.position();
        int written = frame(compressed, a, at, (int) content);
        if (written != content) {
            throw new IOException(
                    "zstd: " + written + " bytes (expected: " + content + ", as the frame's header says)");
        }
        out.position(at + (int) content);
        out.checkLimit();
    }

    /**
     * Returns whether the input begins with a frame's magic number, not that of a skippable frame, which has no
     * content.
     */
    private static boolean startsFrame(MessageInput in) {
        byte[] a = in.array();
        int at = in.position();
        return in.remaining() >= MAGIC.length && Arrays.equals(a, at, at + MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private static int frame(MessageInput in, byte[] to, int at, int length) throws IOException {
        try {
            int all = in.remaining();
            int frame = checked(Zstd.findFrameCompressedSize(in.array(), in.position(), all));
            if (frame != all) {
                throw new IOException(
                        "zstd: a frame of " + frame + " bytes in " + all + " (expected: that frame alone)");
            }
            return checked(Zstd.decompressByteArray(to, at, length, in.array(), in.position(), in.remaining()));
        } catch (ZstdException e) {
            throw new IOException("zstd: " + e.getMessage(), e);
        }
    }

    private static int checked(long result) throws IOException {
        if (Zstd.isError(result)) {
            throw new IOException("zstd: " + Zstd.getErrorName(result));
        }
        return (int) result;
    }
}
