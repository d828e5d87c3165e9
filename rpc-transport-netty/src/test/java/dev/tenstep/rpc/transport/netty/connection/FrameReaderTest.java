package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that frames are restored wherever the network splits them. */
final class FrameReaderTest {
    private static final int[] LENGTHS = {1, 2, 20, 300, 5_000, 70_000, Wire.MAX_FRAME};
    private static final long SEED = 11;

    /** Copies each frame, and pauses after every few. */
    private static final class Kept implements FrameReader.Sink {
        private final List<byte[]> frames = new ArrayList<>();
        private final int pauseAfter;
        private boolean paused;

        Kept(int pauseAfter) {
            this.pauseAfter = pauseAfter;
        }

        @Override
        public void frame(int type, byte[] array, int from, int end) {
            assertThat(array[from - 1] & 0xff).isEqualTo(type);
            frames.add(Arrays.copyOfRange(array, from - 1, end));
            paused = frames.size() % pauseAfter == 0;
        }

        @Override
        public boolean finished() {
            return false;
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
        all.writeBytes(Wire.PREFACE);
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
            FrameReader reader = new FrameReader(kept);
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
        FrameReader reader = new FrameReader(kept);
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
    void invalidLengthIsRefusedEvenByteByByte() {
        FrameReader reader = new FrameReader(new Kept(Integer.MAX_VALUE));
        reader.read(Unpooled.wrappedBuffer(Wire.PREFACE));
        for (byte b : new byte[] {0, 2, 0}) {
            reader.read(Unpooled.wrappedBuffer(new byte[] {b}));
        }
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reader.read(Unpooled.wrappedBuffer(new byte[] {1})))
                .withMessage("frame length: 131073 (expected: 1..131072)");
    }
}
