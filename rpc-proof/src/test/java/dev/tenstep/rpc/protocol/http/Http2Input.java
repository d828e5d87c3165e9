package dev.tenstep.rpc.protocol.http;

import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.ByteArrayOutputStream;

/** An input in {@link Http2Notation}, put together frame by frame. */
final class Http2Input {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Begins one whose frames are fed in pieces of that many bytes; 0 for all at once. */
    Http2Input(int piece) {
        out.write(piece);
    }

    /** Appends a frame, or what a kind stands for. */
    Http2Input frame(int kind, int flags, int stream, byte... payload) {
        out.write(kind);
        out.write(flags);
        out.write(stream);
        out.write(payload.length >> 8);
        out.write(payload.length);
        out.writeBytes(payload);
        return this;
    }

    /** Appends a frame without a payload. */
    Http2Input empty(int kind, int flags, int stream) {
        return frame(kind, flags, stream);
    }

    /** Appends HEADERS with a block of {@link Http2Blocks}. */
    Http2Input head(int stream, String block) {
        return frame(Http2Notation.HEAD, 0, stream, (byte) Http2Blocks.number(block));
    }

    /** Appends the same as the last frame of its stream. */
    Http2Input lastHead(int stream, String block) {
        return frame(Http2Notation.HEAD, Http2Flags.END_STREAM, stream, (byte) Http2Blocks.number(block));
    }

    /** Appends DATA with a message. */
    Http2Input message(int stream, int... bytes) {
        return frame(Http2Notation.MESSAGE, 0, stream, bytes(bytes));
    }

    /** Appends DATA with a message as the last frame of the stream. */
    Http2Input lastMessage(int stream, int... bytes) {
        return frame(Http2Notation.MESSAGE, Http2Flags.END_STREAM, stream, bytes(bytes));
    }

    /** Appends DATA with a message that is compressed after it was doubled so often. */
    Http2Input compressed(int stream, int doublings, int... bytes) {
        byte[] payload = new byte[1 + bytes.length];
        payload[0] = (byte) doublings;
        System.arraycopy(bytes(bytes), 0, payload, 1, bytes.length);
        return frame(Http2Notation.COMPRESSED, 0, stream, payload);
    }

    /** Appends the end of a body. */
    Http2Input end(int stream) {
        return empty(Http2FrameTypes.DATA, Http2Flags.END_STREAM, stream);
    }

    /** Appends settings of one number and value. */
    Http2Input setting(int id, int value) {
        return frame(
                Http2FrameTypes.SETTINGS,
                0,
                0,
                bytes(0, id, value >>> 24, value >>> 16 & 0xff, value >>> 8 & 0xff, value & 0xff));
    }

    /** Appends a frame whose payload is one number. */
    Http2Input number(int kind, int stream, int value) {
        return frame(kind, 0, stream, bytes(value >>> 24, value >>> 16 & 0xff, value >>> 8 & 0xff, value & 0xff));
    }

    /** Appends the frame before, eight times as often. */
    Http2Input again(int eights) {
        return empty(Http2Notation.AGAIN, eights, 0);
    }

    private static byte[] bytes(int... bytes) {
        byte[] all = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return all;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
