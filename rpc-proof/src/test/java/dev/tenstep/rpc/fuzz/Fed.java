package dev.tenstep.rpc.fuzz;

import com.sun.management.ThreadMXBean;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.config.Config;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.kernel.KernelSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One peer, which is fed with any bytes. It may close the connection and say why. It must not throw, log an error,
 * leak a buffer, or allocate much more than the received, decompressed and sent bytes justify.
 */
public final class Fed implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long ALLOCATED = 32 << 20;
    private static final long ALLOCATED_PER_BYTE = 512;

    /** The time after which a connection that is to be closed is closed, or asks once more whether it can be. */
    public static final int LINGER_SECONDS = 3;

    private static final CountedGzip GZIP = new CountedGzip();

    /** The compression of both peers. */
    public static final Compression COMPRESSION = new Compression(List.of(GZIP), Compression.NONE, 1024);

    /** No settings. */
    public static final ConfigReader CONFIG = new ConfigReader(Config.of(Map.of()), null);

    /** Low limits, so that a few bytes reach them. */
    public static final KernelSettings SETTINGS = KernelSettings.DEFAULT
            .withMaxMessage(128 << 10)
            .withMaxMetadata(1 << 10)
            .withMaxInFlight(16)
            .withMaxUndecoded(256 << 10)
            .withMaxHeld(1 << 20)
            .withMaxUnwritten(256 << 10)
            .withMaxConnections(10)
            .withEventLoops(1)
            .withTransport("nio");

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
    private final Complaints complaints = new Complaints();
    private final long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    private final long decompressedBefore = GZIP.decompressed();
    private long bytes;

    /**
     * An allocation larger than the bytes justify. The input is run once more, since the cause may have been a class
     * that was loaded.
     */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch(String text) {
            super(text);
        }
    }

    /** Makes one, without handlers yet. */
    public Fed() {
        channel.config().setAllocator(buffers);
    }

    /** A target that is fed with one input. */
    public interface Target {
        /** Feeds it; throws if the target fails. */
        void feed(byte[] input);
    }

    /** Feeds a target, and once more if it allocated too much. */
    public static void feed(Target target, byte[] input) {
        try {
            target.feed(input);
        } catch (TooMuch perhapsAClassWasLoaded) {
            target.feed(input);
        }
    }

    /** The peer's channel. */
    public EmbeddedChannel channel() {
        return channel;
    }

    /** Feeds bytes, as a network would: in pieces. */
    public void feed(byte[] sent, int piece) {
        bytes += sent.length;
        for (int at = 0; at < sent.length && channel.isOpen(); at += Math.min(piece, sent.length)) {
            int length = Math.min(piece, sent.length - at);
            channel.writeInbound(buffers.buffer(length).writeBytes(sent, at, length));
            channel.runPendingTasks();
        }
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Runs what is scheduled within the next seconds: periodic checks, and the end of a connection that lingers. */
    public void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
        }
    }

    /** Returns the bytes written since the last call of this method. */
    public ByteBuf written() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.writeBytes(next);
            next.release();
        }
        bytes += all.readableBytes();
        return all;
    }

    /** Ends the connection; throws if something is wrong. */
    @Override
    public void close() {
        channel.close();
        channel.runPendingTasks();
        written();
        channel.finishAndReleaseAll();
        complaints.close();
        long kept = buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory();
        if (kept != 0) {
            throw new IllegalStateException(kept + " bytes of buffers were not released");
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
        long justified = bytes + GZIP.decompressed() - decompressedBefore;
        if (allocated > ALLOCATED + ALLOCATED_PER_BYTE * justified) {
            throw new TooMuch(allocated + " bytes allocated for " + justified);
        }
    }

    /**
     * Returns the bytes of a fuzzer's input behind the first, or null if that says that they are to be made into frames:
     * a fuzzer does not know how to write matching lengths. Of the first byte, the highest bit says that the others are
     * taken as they are, and the rest is the length of the pieces in which they are fed.
     */
    public static byte @Nullable [] raw(byte[] input) {
        return input.length > 0 && input[0] >= 0
                ? null
                : Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
    }

    /** Returns all bytes that are left. */
    public static byte[] rest(ByteBuf in) {
        byte[] bytes = new byte[in.readableBytes()];
        in.readBytes(bytes);
        return bytes;
    }

    /** Returns the length of the pieces. */
    public static int piece(byte[] input) {
        int size = input.length == 0 ? 0 : input[0] & 0x7f;
        return size == 0 ? Integer.MAX_VALUE : size;
    }
}
