package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.ProtocolGuess;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * Splits the bytes of one connection into frames, by the length in each frame's header. A burst is copied once into an array of the event loop, and frames
 * are lent from it in place. Only a partial frame is kept with the connection. Event loop only.
 */
public final class FrameReader {
    private static final int BURST = ConnectionContext.MOST_READ;
    private static final byte[] EMPTY = {};
    /** The longest frame of any protocol, with its header. */
    static final int MAX_FRAME = (128 << 10) + 16;

    private static final FastThreadLocal<LoopArrays> ARRAYS = new FastThreadLocal<>() {
        @Override
        protected LoopArrays initialValue() {
            return new LoopArrays();
        }
    };

    /** The arrays of an event loop: one for a burst, and some that connections borrow for partial frames. */
    private static final class LoopArrays {
        private static final int SHORT = 512;
        private static final int LONGEST = 2 * MAX_FRAME;
        private static final int MOST = 16;

        /** Long enough for the longest partial frame and a burst together. */
        final byte[] burst = new byte[MAX_FRAME + BURST];

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

    /**
     * The frames of a protocol.
     *
     * @param protocol its name, for people to read
     * @param preface the bytes before the peer's first frame; empty for none
     * @param headerLength the bytes from which a frame's length is known
     */
    public record Format(String protocol, byte[] preface, int headerLength) {}

    /** Receives frames. */
    public interface Sink {
        /**
         * Returns a frame's length with its header, which begins there; -1 if it takes more bytes to know it.
         *
         * @param end of the bytes that have arrived
         * @throws ProtocolException if no frame may be so long
         */
        int frameLength(byte[] array, int start, int end);

        /** Takes a frame, from its header to its end. The array is lent for the call. */
        void frame(byte[] array, int start, int end);

        /** Returns whether to drop the remaining bytes. */
        boolean finished();

        /** Returns whether frames have to wait until {@link FrameReader#resume()}. */
        boolean paused();

        /** Notes that the bytes kept for partial or paused frames grew or shrank by that many. */
        default void holds(int more) {}
    }

    private final Sink sink;
    private final Format format;
    private final int headerLength;
    private byte[] tail = EMPTY;
    private int tailLength;
    private int tailReported;
    private int partialFrames;
    private boolean preface;

    FrameReader(Sink sink, Format format) {
        this.sink = sink;
        this.format = format;
        this.headerLength = format.headerLength();
        this.preface = format.preface().length > 0;
    }

    /** Returns whether a frame is partial. */
    boolean inFrame() {
        return tailLength > 0;
    }

    /** Returns the bytes of the partial frame, of which {@link #partialLength()} have come. */
    byte[] partial() {
        return tail;
    }

    int partialLength() {
        return tailLength;
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
            int frameEnd = tailLength >= headerLength && !preface ? sink.frameLength(tail, 0, tailLength) : -1;
            if (frameEnd >= 0) {
                complete(in, frameEnd);
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
    private void complete(ByteBuf in, int frameEnd) {
        int end = tailLength + Math.min(frameEnd - tailLength, in.readableBytes());
        if (end > tail.length) {
            // The announced length is not trusted until a good part of the frame has arrived.
            lengthen(Math.min(frameEnd, 4 * end));
        }
        in.readBytes(tail, tailLength, end - tailLength);
        tailLength = end;
        if (end == frameEnd) {
            byte[] frame = takeTail();
            sink.frame(frame, 0, frameEnd);
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
            at = format.preface().length;
        }
        while (end - at >= headerLength && !sink.finished() && !sink.paused()) {
            int length = sink.frameLength(buffer, at, end);
            int next = at + length;
            if (length < 0 || next > end) {
                break;
            }
            sink.frame(buffer, at, next);
            at = next;
        }
        if (sink.finished()) {
            // The sink may be closed already, so it must hold nothing any more.
            drop();
        } else {
            keep(buffer, at, end);
        }
    }

    private boolean isPreface(byte[] buffer, int end) {
        byte[] expected = format.preface();
        int n = Math.min(end, expected.length);
        if (Arrays.mismatch(buffer, 0, n, expected, 0, n) >= 0) {
            throw new ProtocolException(
                    "the peer does not speak " + format.protocol() + ": " + ProtocolGuess.describe(buffer, end));
        }
        return n == expected.length;
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
