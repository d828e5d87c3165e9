package dev.tenstep.rpc.transport.netty;

import io.netty.buffer.ByteBuf;

/** A request or reply whose message is longer than a chunk, on its way out. Event loop only. */
final class LargeFrame {
    private static final int CHUNK_HEADER = 9;

    private final byte[] frame;
    private final int headerLength;
    private final int bodyStart;
    private int at;

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

    /** Appends the next chunk; false if it was the last. */
    boolean writeChunk(ByteBuf out) {
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
