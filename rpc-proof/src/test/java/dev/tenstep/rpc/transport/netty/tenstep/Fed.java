package dev.tenstep.rpc.transport.netty.tenstep;

import com.sun.management.ThreadMXBean;
import dev.tenstep.rpc.compression.Compression;
import dev.tenstep.rpc.compression.GzipCompressor;
import dev.tenstep.rpc.config.Config;
import dev.tenstep.rpc.config.ConfigReader;
import dev.tenstep.rpc.fuzz.Complaints;
import dev.tenstep.rpc.kernel.KernelSettings;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One peer, which is fed with any bytes. It may close the connection and say why. It must not throw, log an error,
 * leak a buffer, or allocate much more than the received and sent bytes justify.
 */
final class Fed implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long ALLOCATED = 32 << 20;
    private static final long ALLOCATED_PER_BYTE = 512;

    /** The compression of both peers. */
    static final Compression COMPRESSION = new Compression(List.of(new GzipCompressor()), Compression.NONE, 1024);

    /** No settings. */
    static final ConfigReader CONFIG = new ConfigReader(Config.of(Map.of()), null);

    /** Low limits, so that a few bytes reach them. */
    static final KernelSettings SETTINGS = KernelSettings.DEFAULT
            .withMaxMessage(128 << 10)
            .withMaxMetadata(1 << 10)
            .withMaxInFlight(16)
            .withMaxUndecoded(256 << 10)
            .withMaxHeld(1 << 20)
            .withMaxUnwritten(256 << 10)
            .withMaxConnections(10)
            .withEventLoops(1)
            .withTransport("nio");

    final EmbeddedChannel channel = new EmbeddedChannel();
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);
    private final Complaints complaints = new Complaints();
    private final long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    private long bytes;

    /**
     * An allocation larger than the bytes justify. The input is run once more, since the cause may have been a class
     * that was loaded.
     */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuch(String text) {
            super(text);
        }
    }

    Fed() {
        channel.config().setAllocator(buffers);
    }

    /** Feeds bytes, as a network would: in pieces. */
    void feed(byte[] sent, int piece) {
        bytes += sent.length;
        for (int at = 0; at < sent.length && channel.isOpen(); at += Math.min(piece, sent.length)) {
            int length = Math.min(piece, sent.length - at);
            channel.writeInbound(buffers.buffer(length).writeBytes(sent, at, length));
            channel.runPendingTasks();
        }
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Returns the bytes written since the last call of this method. */
    private ByteBuf written() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            all.writeBytes(next);
            next.release();
        }
        bytes += all.readableBytes();
        return all;
    }

    /** Returns the same bytes, which must be whole frames after a preface. */
    List<byte[]> frames() {
        ByteBuf all = written();
        List<byte[]> frames = new ArrayList<>();
        if (all.isReadable()) {
            all.skipBytes(Wire.PREFACE.length);
        }
        while (all.isReadable()) {
            byte[] frame = new byte[all.readInt()];
            all.readBytes(frame);
            frames.add(frame);
        }
        return frames;
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
        if (allocated > ALLOCATED + ALLOCATED_PER_BYTE * bytes) {
            throw new TooMuch(allocated + " bytes allocated for " + bytes);
        }
    }

    /**
     * Makes frames from a fuzzer's input, since a fuzzer does not know how to write matching lengths. The first byte
     * gives the length of the pieces; its highest bit says whether the other bytes are taken as they are. Otherwise
     * they are frames: a type, a length of two bytes, and so many bytes, or as many as there are.
     */
    static byte[] frames(byte[] input) {
        if (input.length == 0 || input[0] < 0) {
            return input.length == 0 ? input : java.util.Arrays.copyOfRange(input, 1, input.length);
        }
        ByteBuf in = Unpooled.wrappedBuffer(input, 1, input.length - 1);
        ByteBuf out = Unpooled.buffer();
        while (in.readableBytes() >= 3) {
            int type = in.readByte();
            int length = Math.min(in.readUnsignedShort(), in.readableBytes());
            out.writeInt(1 + length).writeByte(type).writeBytes(in, length);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    /** Returns the length of the pieces. */
    static int piece(byte[] input) {
        int size = input.length == 0 ? 0 : input[0] & 0x7f;
        return size == 0 ? Integer.MAX_VALUE : size;
    }
}
