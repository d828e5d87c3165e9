package dev.tenstep.rpc.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;

/**
 * Cuts the bytes of one connection into frames. A burst is copied once into an array of the event loop's, frames are lent
 * from it in place, and only a frame's beginning that waits for its rest is kept with the connection. Event loop only.
 */
final class FrameReader {
    private static final int LENGTH_FIELD = 4;
    private static final int BURST = Transport.MOST_READ;
    private static final int KEPT_TAIL = 96 << 10;
    private static final byte[] NOTHING = {};

    /** One for each event loop: larger than the longest beginning of a frame and a burst together. */
    private static final FastThreadLocal<byte[]> BUFFER = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[LENGTH_FIELD + Wire.MAX_FRAME + BURST];
        }
    };

    /** Takes frames. */
    interface Sink {
        /** A frame: its type, and where its fields lie after the type. The array is lent for the call. */
        void frame(int type, byte[] array, int from, int end);

        /** Whether the rest of the bytes is to be dropped. */
        boolean finished();

        /** Whether frames are to wait until {@link FrameReader#resume()}. */
        boolean paused();
    }

    private final Sink sink;
    private byte[] tail = NOTHING;
    private int tailLength;
    private boolean preface = true;
    private boolean foreignTls;

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Whether a frame has begun and waits for its rest. */
    boolean inFrame() {
        return tailLength > 0;
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
        byte[] buffer = BUFFER.get();
        while (in.isReadable() && !sink.finished()) {
            if (sink.paused()) {
                tail = Arrays.copyOf(tail, tailLength + in.readableBytes());
                in.readBytes(tail, tailLength, in.readableBytes());
                tailLength = tail.length;
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
    }

    /** Reads on in the frame that has begun. */
    private void complete(ByteBuf in) {
        int whole = LENGTH_FIELD + frameLength(tail, 0);
        int end = tailLength + Math.min(whole - tailLength, in.readableBytes());
        if (end > tail.length) {
            // The whole frame's length is only claimed until a good part of it has come.
            tail = Arrays.copyOf(tail, Math.min(whole, 4 * end));
        }
        in.readBytes(tail, tailLength, end - tailLength);
        tailLength = end;
        if (end == whole) {
            byte[] frame = tail;
            keep(tail, end, end);
            sink.frame(frame[LENGTH_FIELD] & 0xff, frame, LENGTH_FIELD + 1, whole);
        }
    }

    /**
     * Goes on with what was kept while the sink was paused.
     *
     * @throws ProtocolException if it holds what is no frame
     */
    void resume() {
        byte[] kept = tail;
        int length = tailLength;
        tail = NOTHING;
        tailLength = 0;
        cut(kept, length);
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

    /** Whether the peer, which does not speak the protocol, began with TLS. */
    boolean foreignTls() {
        return foreignTls;
    }

    private boolean isPreface(byte[] buffer, int end) {
        int n = Math.min(end, Wire.PREFACE.length);
        if (Arrays.mismatch(buffer, 0, n, Wire.PREFACE, 0, n) >= 0) {
            foreignTls = Foreign.tls(buffer, end);
            throw new ProtocolException("the peer does not speak Tenstep: " + Foreign.describe(buffer, end));
        }
        return n == Wire.PREFACE.length;
    }

    private void keep(byte[] buffer, int from, int end) {
        tailLength = end - from;
        if (tailLength > tail.length) {
            tail = new byte[Math.max(tailLength, 256)];
        } else if (tailLength == 0 && tail.length > KEPT_TAIL) {
            tail = NOTHING;
        }
        System.arraycopy(buffer, from, tail, 0, tailLength);
    }
}
