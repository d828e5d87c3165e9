package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.serialization.MessageOutput;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing request, reply or item whose message is longer than a chunk, followed by the frames of the same call that
 * must not overtake it. Event loop only.
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
     * Makes one of a complete request or reply frame, laid out as if it were short.
     *
     * @param headerLength the length of its fixed header, after which the message's total length is inserted
     * @param bodyStart the position of the message, after metadata and times
     */
    static LargeFrame ofMessage(MessageOutput frame, int headerLength, int bodyStart) {
        return new LargeFrame(frame, headerLength, bodyStart, false);
    }

    /** Makes one of a complete stream frame, laid out as if it were short. */
    static LargeFrame ofStream(MessageOutput frame) {
        return new LargeFrame(frame, Wire.REPLY_HEADER, Wire.REPLY_HEADER, true);
    }

    /** Returns whether it is a stream's frame, not a request or reply. */
    boolean ofStream() {
        return ofStream;
    }

    int length() {
        return length;
    }

    /** Returns the complete frame, to be returned to the pool once it is written. */
    MessageOutput frame() {
        return frame;
    }

    /** Appends a frame of the same call, to be written after this one and those behind it. */
    void follow(LargeFrame another) {
        last.next = another;
        last = another;
    }

    /** Returns the following frame with those behind it; null if there is none. */
    @Nullable
    LargeFrame next() {
        if (next != null) {
            next.last = last;
        }
        return next;
    }

    /** Writes the next chunk, or the whole of a short frame; returns false if it was the last. */
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

    /** Returns whether it is a request or reply of which nothing has been written. */
    boolean unsent() {
        return !ofStream && at == bodyStart;
    }

    /** Returns the call's id, at the position that the frame's type has it. */
    int callId() {
        return Wire.i32(array, headerLength == Wire.REQUEST_HEADER ? 8 : 6);
    }
}
