package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ProtocolGuess;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * Splits the bytes of one connection into frames. A burst is copied once into an array of the event loop, and frames
 * are lent from it in place. Only a partial frame is kept with the connection. Event loop only.
 */
final class FrameReader {
    private static final int LENGTH_FIELD = 4;
    private static final int BURST = ConnectionContext.MOST_READ;
    private static final byte[] EMPTY = {};

    private static final FastThreadLocal<LoopArrays> ARRAYS = new FastThreadLocal<>() {
        @Override
        protected LoopArrays initialValue() {
            return new LoopArrays();
        }
    };

    /** The arrays of an event loop: one for a burst, and some that connections borrow for partial frames. */
    private static final class LoopArrays {
        private static final int SHORT = 512;
        private static final int LONGEST = 2 * Wire.MAX_FRAME;
        private static final int MOST = 16;

        /** Long enough for the longest partial frame and a burst together. */
        final byte[] burst = new byte[LENGTH_FIELD + Wire.MAX_FRAME + BURST];

        private final byte[][] spare = new byte[MOST][];
        private int count;

        /** Takes an array of at least that length. */
        byte[] take(int length) {
            if (length <= SHORT) {
                return new byte[SHORT];
            }
            byte[] last = count == 0 ? EMPTY : spare[count - 1];
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

    /** Receives frames. */
    interface Sink {
        /** Takes a frame: its type, and the range of its fields after the type. The array is lent for the call. */
        void frame(int type, byte[] array, int from, int end);

        /** Returns whether to drop the remaining bytes. */
        boolean finished();

        /** Returns whether frames have to wait until {@link FrameReader#resume()}. */
        boolean paused();

        /** Notes that the bytes kept for partial or paused frames grew or shrank by that many. */
        default void holds(int more) {}
    }

    private final Sink sink;
    private byte[] tail = EMPTY;
    private int tailLength;
    private int tailReported;
    private int partialFrames;
    private boolean preface = true;

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Returns whether a frame is partial. */
    boolean inFrame() {
        return tailLength > 0;
    }

    /** Returns the number of frames that were partial so far: it changes when another one begins. */
    int partialFrames() {
        return partialFrames;
    }

    /** Returns whether the peer's preface has been read. */
    boolean prefaceRead() {
        return !preface;
    }

    /**
     * Reads all of the buffer, which stays the caller's. Bytes that arrive while the sink is paused are kept: one read
     * or two, since the sink stops further reads.
     *
     * @throws ProtocolException if it contains a malformed frame
     */
    void read(ByteBuf in) {
        byte[] buffer = ARRAYS.get().burst;
        while (in.isReadable() && !sink.finished()) {
            if (sink.paused()) {
                int n = in.readableBytes();
                lengthen(tailLength + n);
                in.readBytes(tail, tailLength, n);
                tailLength += n;
                reportTail();
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
        reportTail();
    }

    /** Drops the partial frame, when nothing more is read. */
    void drop() {
        takeTail();
        reportTail();
    }

    private void reportTail() {
        int now = tail.length > LoopArrays.SHORT ? tail.length : 0;
        int more = now - tailReported;
        if (more != 0) {
            tailReported = now;
            sink.holds(more);
        }
    }

    /** Continues the partial frame. */
    private void complete(ByteBuf in) {
        int frameEnd = LENGTH_FIELD + frameLength(tail, 0);
        int end = tailLength + Math.min(frameEnd - tailLength, in.readableBytes());
        if (end > tail.length) {
            // The announced length is not trusted until a good part of the frame has arrived.
            lengthen(Math.min(frameEnd, 4 * end));
        }
        in.readBytes(tail, tailLength, end - tailLength);
        tailLength = end;
        if (end == frameEnd) {
            byte[] frame = takeTail();
            sink.frame(frame[LENGTH_FIELD] & 0xff, frame, LENGTH_FIELD + 1, frameEnd);
            ARRAYS.get().give(frame);
        }
    }

    /** Moves the kept bytes to an array of at least that length. */
    private void lengthen(int length) {
        byte[] longer = ARRAYS.get().take(length);
        System.arraycopy(tail, 0, longer, 0, tailLength);
        ARRAYS.get().give(tail);
        tail = longer;
    }

    private byte[] takeTail() {
        byte[] kept = tail;
        tail = EMPTY;
        tailLength = 0;
        return kept;
    }

    /**
     * Continues with the bytes that were kept while the sink was paused.
     *
     * @throws ProtocolException if it contains a malformed frame
     */
    void resume() {
        int length = tailLength;
        byte[] kept = takeTail();
        cut(kept, length);
        ARRAYS.get().give(kept);
        reportTail();
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

    /** Keeps a partial frame until the rest arrives, with an array only if there is one. */
    private void keep(byte[] buffer, int from, int end) {
        int length = end - from;
        if (tail != EMPTY && (length == 0 || length > tail.length)) {
            ARRAYS.get().give(takeTail());
        }
        if (length > tail.length) {
            tail = ARRAYS.get().take(length);
        }
        System.arraycopy(buffer, from, tail, 0, length);
        tailLength = length;
        partialFrames++;
    }
}
