package dev.tenstep.rpc.transport.netty;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A request, reply or item whose message is longer than a chunk, on its way out, and the frames of the same call that may not
 * overtake it. Event loop only.
 */
final class LargeFrame {
    private static final int CHUNK_HEADER = 9;

    private final byte[] frame;
    private final int headerLength;
    private final int bodyStart;
    private int at;
    private @Nullable LargeFrame next;
    private LargeFrame last = this;

    /**
     * Takes a whole frame as it would be if it were short.
     *
     * @param headerLength of its fixed header, behind which the message's whole length goes
     * @param bodyStart where the message begins, after metadata and times
     */
    LargeFrame(byte[] frame, int headerLength, int bodyStart) {
        this.frame = frame;
        this.headerLength = headerLength;
        this.bodyStart = bodyStart;
        this.at = bodyStart;
    }

    int length() {
        return frame.length;
    }

    /** Has another frame of the same call follow when this one and those behind it are written. */
    void follow(LargeFrame another) {
        last.next = another;
        last = another;
    }

    /** The frame that follows, which has those behind it; null without one. */
    @Nullable
    LargeFrame next() {
        if (next != null) {
            next.last = last;
        }
        return next;
    }

    /** The bytes of this frame and those that follow. */
    long lengthOfAll() {
        long sum = 0;
        for (LargeFrame each = this; each != null; each = each.next) {
            sum += each.frame.length;
        }
        return sum;
    }

    /** Appends the next chunk, or the whole of a short frame; false if it was the last. */
    boolean writeChunk(ByteBuf out) {
        if (at == bodyStart && frame.length - bodyStart <= Wire.LONGEST_WHOLE) {
            out.writeBytes(frame);
            return false;
        }
        int n = Math.min(Wire.CHUNK_SIZE, frame.length - at);
        if (at == bodyStart) {
            out.writeInt(bodyStart - 4 + 4 + n);
            out.writeByte(frame[4]);
            out.writeByte(frame[5] | Wire.FLAG_CHUNKED);
            out.writeBytes(frame, 6, headerLength - 6);
            out.writeInt(frame.length - bodyStart);
            out.writeBytes(frame, headerLength, bodyStart - headerLength);
        } else {
            out.writeInt(CHUNK_HEADER - 4 + n);
            out.writeByte(Wire.CHUNK);
            out.writeInt(callId());
        }
        out.writeBytes(frame, at, n);
        at += n;
        return at < frame.length;
    }

    /** The call's id, where the kind of frame has it. */
    int callId() {
        return Wire.i32(frame, headerLength == Wire.REQUEST_HEADER ? 8 : 6);
    }
}
