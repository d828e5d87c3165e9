package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.serialization.MessageOutput;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A request, reply or item whose message is longer than a chunk, on its way out, and the frames of the same call that may not
 * overtake it. Event loop only.
 */
final class LargeFrame {
    private static final int CHUNK_HEADER = 9;

    private final MessageOutput frame;
    private final byte[] array;
    private final int length;
    private final int headerLength;
    private final int bodyStart;
    private final boolean ofStream;
    private int at;
    private @Nullable LargeFrame next;
    private LargeFrame last = this;

    private LargeFrame(MessageOutput frame, int headerLength, int bodyStart, boolean ofStream) {
        this.frame = frame;
        this.array = frame.array();
        this.length = frame.position();
        this.headerLength = headerLength;
        this.bodyStart = bodyStart;
        this.at = bodyStart;
        this.ofStream = ofStream;
    }

    /**
     * A whole frame of a request or reply, as it would be if it were short.
     *
     * @param headerLength of its fixed header, behind which the message's whole length goes
     * @param bodyStart where the message begins, after metadata and times
     */
    static LargeFrame ofMessage(MessageOutput frame, int headerLength, int bodyStart) {
        return new LargeFrame(frame, headerLength, bodyStart, false);
    }

    /** A whole frame of a stream, as it would be if it were short. */
    static LargeFrame ofStream(MessageOutput frame) {
        return new LargeFrame(frame, Wire.REPLY_HEADER, Wire.REPLY_HEADER, true);
    }

    /** Whether it is an item or another frame of a stream, not a request or reply. */
    boolean ofStream() {
        return ofStream;
    }

    int length() {
        return length;
    }

    /** The whole frame, for the scratch when it is written. */
    MessageOutput frame() {
        return frame;
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

    /** Appends the next chunk, or the whole of a short frame; false if it was the last. */
    boolean writeChunk(ByteBuf out) {
        if (length - bodyStart <= Wire.LONGEST_WHOLE) {
            out.writeBytes(array, 0, length);
            return false;
        }
        int n = Math.min(Wire.CHUNK_SIZE, length - at);
        if (at == bodyStart) {
            out.writeInt(bodyStart - 4 + 4 + n);
            out.writeByte(array[4]);
            out.writeByte(array[5] | Wire.FLAG_CHUNKED);
            out.writeBytes(array, 6, headerLength - 6);
            out.writeInt(length - bodyStart);
            out.writeBytes(array, headerLength, bodyStart - headerLength);
        } else {
            out.writeInt(CHUNK_HEADER - 4 + n);
            out.writeByte(Wire.CHUNK);
            out.writeInt(callId());
        }
        out.writeBytes(array, at, n);
        at += n;
        return at < length;
    }

    /** Whether it is a request or reply of which nothing has been written. */
    boolean unsent() {
        return !ofStream && at == bodyStart;
    }

    /** The call's id, where the kind of frame has it. */
    int callId() {
        return Wire.i32(array, headerLength == Wire.REQUEST_HEADER ? 8 : 6);
    }
}
