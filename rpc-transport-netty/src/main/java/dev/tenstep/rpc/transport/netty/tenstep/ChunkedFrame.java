package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.transport.netty.connection.LongMessage;
import io.netty.buffer.ByteBuf;

/** An outgoing request, reply or item whose message is longer than a chunk. Event loop only. */
final class ChunkedFrame extends LongMessage {
    private static final int CHUNK_HEADER = 9;

    private final byte[] array;
    private final int length;
    private final int headerLength;
    private final int bodyStart;
    private int at;

    private ChunkedFrame(MessageOutput frame, int headerLength, int bodyStart, boolean ofStream) {
        super(frame, ofStream);
        this.array = frame.array();
        this.length = frame.position();
        this.headerLength = headerLength;
        this.bodyStart = bodyStart;
        this.at = bodyStart;
    }

    /**
     * Makes one of a complete request or reply frame, laid out as if it were short.
     *
     * @param headerLength the length of its fixed header, after which the message's total length is inserted
     * @param bodyStart the position of the message, after metadata and times
     */
    static ChunkedFrame ofMessage(MessageOutput frame, int headerLength, int bodyStart) {
        return new ChunkedFrame(frame, headerLength, bodyStart, false);
    }

    /** Makes one of a complete stream frame, laid out as if it were short. */
    static ChunkedFrame ofStream(MessageOutput frame) {
        return new ChunkedFrame(frame, Wire.REPLY_HEADER, Wire.REPLY_HEADER, true);
    }

    /** Writes the next chunk, or the whole of a short frame. */
    @Override
    protected Turn write(ByteBuf out) {
        if (length - bodyStart <= Wire.LONGEST_WHOLE) {
            out.writeBytes(array, 0, length);
            return Turn.REST;
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
        return at < length ? Turn.PART : Turn.REST;
    }

    @Override
    public boolean unsent() {
        return at == bodyStart;
    }

    /** Returns the call's id, at the position that the frame's type has it. */
    @Override
    public int callId() {
        return Wire.i32(array, headerLength == Wire.REQUEST_HEADER ? 8 : 6);
    }
}
