package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ProtocolGuess;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * Cuts the bytes of one connection into frames. A burst is copied once into an array of the event loop's, frames are lent
 * from it in place, and only a frame's beginning that waits for its rest is kept with the connection. Event loop only.
 */
final class FrameReader {
    private static final int LENGTH_FIELD = 4;
    private static final int BURST = ConnectionContext.MOST_READ;
    private static final byte[] NOTHING = {};

    private static final FastThreadLocal<LoopArrays> ARRAYS = new FastThreadLocal<>() {
        @Override
        protected LoopArrays initialValue() {
            return new LoopArrays();
        }
    };

    /** The arrays of an event loop: one for a burst, and some that connections borrow for frames that a read has cut. */
    private static final class LoopArrays {
        private static final int SHORT = 512;
        private static final int LONGEST = 2 * Wire.MAX_FRAME;
        private static final int MOST = 16;

        /** Longer than the longest beginning of a frame and a burst together. */
        final byte[] burst = new byte[LENGTH_FIELD + Wire.MAX_FRAME + BURST];

        private final byte[][] spare = new byte[MOST][];
        private int count;

        /** One that is at least so long. */
        byte[] take(int length) {
            if (length <= SHORT) {
                return new byte[SHORT];
            }
            byte[] last = count == 0 ? NOTHING : spare[count - 1];
            if (last.length < length) {
                return new byte[length];
            }
            count--;
            return last;
        }

        void give(byte[] array) {
            if (count < MOST && array.length > SHORT && array.length <= LONGEST) {
                spare[count++] = array;
            }
        }
    }

    /** Takes frames. */
    interface Sink {
        /** A frame: its type, and where its fields lie after the type. The array is lent for the call. */
        void frame(int type, byte[] array, int from, int end);

        /** Whether the rest of the bytes is to be dropped. */
        boolean finished();

        /** Whether frames are to wait until {@link FrameReader#resume()}. */
        boolean paused();

        /** So many more bytes are kept until a frame is whole, or may be taken; or less. */
        default void holds(int more) {}
    }

    private final Sink sink;
    private byte[] tail = NOTHING;
    private int tailLength;
    private int tailTold;
    private int begun;
    private boolean preface = true;

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Whether a frame has begun and waits for its rest. */
    boolean inFrame() {
        return tailLength > 0;
    }

    /** How many frames have begun of which a read had not all: it changes where another one begins. */
    int begun() {
        return begun;
    }

    /** Whether the peer's preface has been read. */
    boolean prefaceRead() {
        return !preface;
    }

    /**
     * Reads all of the buffer, which stays the caller's. What comes while the sink is paused is kept: one read or two, for
     * whoever pauses takes care that no more are made.
     *
     * @throws ProtocolException if it holds what is no frame
     */
    void read(ByteBuf in) {
        byte[] buffer = ARRAYS.get().burst;
        while (in.isReadable() && !sink.finished()) {
            if (sink.paused()) {
                int n = in.readableBytes();
                lengthen(tailLength + n);
                in.readBytes(tail, tailLength, n);
                tailLength += n;
                tell();
                return;
            }
            if (tailLength >= LENGTH_FIELD && !preface) {
                complete(in);
            } else {
                System.arraycopy(tail, 0, buffer, 0, tailLength);
                int n = Math.min(in.readableBytes(), buffer.length - tailLength);
                in.readBytes(buffer, tailLength, n);
                cut(buffer, tailLength + n);
            }
        }
        tell();
    }

    /** Nothing more is read: what is kept is dropped. */
    void drop() {
        takeTail();
        tell();
    }

    private void tell() {
        int now = tail.length > LoopArrays.SHORT ? tail.length : 0;
        int more = now - tailTold;
        if (more != 0) {
            tailTold = now;
            sink.holds(more);
        }
    }

    /** Reads on in the frame that has begun. */
    private void complete(ByteBuf in) {
        int whole = LENGTH_FIELD + frameLength(tail, 0);
        int end = tailLength + Math.min(whole - tailLength, in.readableBytes());
        if (end > tail.length) {
            // The whole frame's length is only claimed until a good part of it has come.
            lengthen(Math.min(whole, 4 * end));
        }
        in.readBytes(tail, tailLength, end - tailLength);
        tailLength = end;
        if (end == whole) {
            byte[] frame = takeTail();
            sink.frame(frame[LENGTH_FIELD] & 0xff, frame, LENGTH_FIELD + 1, whole);
            ARRAYS.get().give(frame);
        }
    }

    /** Moves what is kept to an array that has at least that length. */
    private void lengthen(int length) {
        byte[] longer = ARRAYS.get().take(length);
        System.arraycopy(tail, 0, longer, 0, tailLength);
        ARRAYS.get().give(tail);
        tail = longer;
    }

    private byte[] takeTail() {
        byte[] kept = tail;
        tail = NOTHING;
        tailLength = 0;
        return kept;
    }

    /**
     * Goes on with what was kept while the sink was paused.
     *
     * @throws ProtocolException if it holds what is no frame
     */
    void resume() {
        int length = tailLength;
        byte[] kept = takeTail();
        cut(kept, length);
        ARRAYS.get().give(kept);
        tell();
    }

    private void cut(byte[] buffer, int end) {
        int at = 0;
        if (preface) {
            if (!isPreface(buffer, end)) {
                keep(buffer, 0, end);
                return;
            }
            preface = false;
            at = Wire.PREFACE.length;
        }
        while (end - at >= LENGTH_FIELD && !sink.finished() && !sink.paused()) {
            int next = at + LENGTH_FIELD + frameLength(buffer, at);
            if (next > end) {
                break;
            }
            sink.frame(buffer[at + LENGTH_FIELD] & 0xff, buffer, at + LENGTH_FIELD + 1, next);
            at = next;
        }
        keep(buffer, at, end);
    }

    private static int frameLength(byte[] buffer, int at) {
        int length = Wire.i32(buffer, at);
        if (length < 1 || length > Wire.MAX_FRAME) {
            throw new ProtocolException(
                    "frame length: " + (length & 0xffffffffL) + " (expected: 1.." + Wire.MAX_FRAME + ")");
        }
        return length;
    }

    private boolean isPreface(byte[] buffer, int end) {
        int n = Math.min(end, Wire.PREFACE.length);
        if (Arrays.mismatch(buffer, 0, n, Wire.PREFACE, 0, n) >= 0) {
            throw new ProtocolException("the peer does not speak Tenstep: " + ProtocolGuess.describe(buffer, end));
        }
        return n == Wire.PREFACE.length;
    }

    /** Keeps the beginning of a frame until its rest comes, and an array only where there is one. */
    private void keep(byte[] buffer, int from, int end) {
        int length = end - from;
        if (tail != NOTHING && (length == 0 || length > tail.length)) {
            ARRAYS.get().give(takeTail());
        }
        if (length > tail.length) {
            tail = ARRAYS.get().take(length);
        }
        System.arraycopy(buffer, from, tail, 0, length);
        tailLength = length;
        begun++;
    }
}
