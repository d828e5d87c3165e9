package dev.tenstep.rpc.transport.netty.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that frames are restored wherever the network splits them. */
final class FrameReaderTest {
    private static final int MOST = 128 << 10;
    private static final int[] LENGTHS = {1, 2, 20, 300, 5_000, 70_000, MOST};
    private static final byte[] PREFACE = {(byte) 0xd7, 'T'};
    private static final FrameReader.Format FORMAT = new FrameReader.Format("Test", PREFACE, 4);
    private static final long SEED = 11;

    /** Copies each frame, and pauses after every few. */
    private static final class Kept implements FrameReader.Sink {
        private final List<byte[]> frames = new ArrayList<>();
        private final int pauseAfter;
        private boolean paused;
        private int finishAfter = Integer.MAX_VALUE;
        private int held;

        Kept(int pauseAfter) {
            this.pauseAfter = pauseAfter;
        }

        @Override
        public int frameLength(byte[] array, int start, int end) {
            int length = ByteBuffer.wrap(array, start, 4).getInt();
            if (length > MOST) {
                throw new ProtocolException("frame length: " + length);
            }
            return 4 + length;
        }

        @Override
        public void frame(byte[] array, int start, int end) {
            assertThat(frameLength(array, start, end)).isEqualTo(end - start);
            frames.add(Arrays.copyOfRange(array, start + 4, end));
            paused = frames.size() % pauseAfter == 0;
        }

        @Override
        public boolean finished() {
            return frames.size() >= finishAfter;
        }

        @Override
        public void holds(int more) {
            held += more;
        }

        @Override
        public boolean paused() {
            return paused;
        }
    }

    private static List<byte[]> frames(Random random, int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] frame = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
            random.nextBytes(frame);
            frames.add(frame);
        }
        return frames;
    }

    private static ByteBuf stream(List<byte[]> frames) {
        ByteBuf all = Unpooled.buffer();
        all.writeBytes(PREFACE);
        frames.forEach(frame -> all.writeInt(frame.length).writeBytes(frame));
        return all;
    }

    @Test
    void framesAreRestoredWhereverTheyAreSplit() {
        Random random = new Random(SEED);
        for (int most : new int[] {7, 1_000, 50_000, 100_000, 300_000}) {
            List<byte[]> sent = frames(random, most == 7 ? 20 : 200);
            ByteBuf bytes = stream(sent);
            Kept kept = new Kept(Integer.MAX_VALUE);
            FrameReader reader = new FrameReader(kept, FORMAT);
            while (bytes.isReadable()) {
                reader.read(bytes.readSlice(Math.min(1 + random.nextInt(most), bytes.readableBytes())));
            }
            assertThat(kept.frames).as("cut in at most %d bytes", most).containsExactlyElementsOf(sent);
            assertThat(reader.inFrame()).isFalse();
        }
    }

    @Test
    void bytesAreKeptWhilePaused() {
        Random random = new Random(SEED);
        List<byte[]> sent = frames(random, 200);
        ByteBuf bytes = stream(sent);
        Kept kept = new Kept(3);
        FrameReader reader = new FrameReader(kept, FORMAT);
        while (bytes.isReadable() || kept.paused) {
            reader.read(bytes.readSlice(Math.min(1 + random.nextInt(100_000), bytes.readableBytes())));
            if (kept.paused) {
                kept.paused = false;
                reader.resume();
            }
        }
        assertThat(kept.frames).containsExactlyElementsOf(sent);
    }

    @Test
    void nothingIsHeldBehindTheFrameThatEndsTheConnection() {
        Kept kept = new Kept(Integer.MAX_VALUE);
        kept.finishAfter = 1;
        new FrameReader(kept, FORMAT).read(stream(List.of(new byte[1], new byte[5_000])));
        assertThat(kept.frames).containsExactly(new byte[1]);
        assertThat(kept.held).isZero();
    }

    @Test
    void invalidLengthIsRefusedEvenByteByByte() {
        FrameReader reader = new FrameReader(new Kept(Integer.MAX_VALUE), FORMAT);
        reader.read(Unpooled.wrappedBuffer(PREFACE));
        for (byte b : new byte[] {0, 2, 0}) {
            reader.read(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reader.read(Unpooled.wrappedBuffer(new byte[] {1})))
                .withMessage("frame length: 131073");
    }

    @Test
    void peerWithAnotherPrefaceIsRefused() {
        FrameReader reader = new FrameReader(new Kept(Integer.MAX_VALUE), FORMAT);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reader.read(Unpooled.wrappedBuffer(new byte[] {'G', 'E', 'T'})))
                .withMessageStartingWith("the peer does not speak Test: ");
    }

    @Test
    void formatWithoutAPrefaceBeginsWithAFrame() {
        Kept kept = new Kept(Integer.MAX_VALUE);
        FrameReader reader = new FrameReader(kept, new FrameReader.Format("Test", new byte[0], 4));
        reader.read(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 1, 7}));
        assertThat(kept.frames).containsExactly(new byte[] {7});
    }
}
