package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.fuzz.Fed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A frame of HTTP/2 (RFC 9113, section 6), as it was written.
 *
 * <pre>
 *  length u24 | type u8 | flags u8 | stream u32 | payload      length counts the payload
 * </pre>
 */
record Http2Frame(int type, int flags, int stream, byte[] payload) {
    static final int HEADER = 9;
    /** The longest payload, unless settings allow more. */
    static final int MAX_PAYLOAD = 16 << 10;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Returns a number of four bytes in the payload. */
    int number(int at) {
        return Unpooled.wrappedBuffer(payload).getInt(at);
    }

    @Override
    public String toString() {
        String bytes = HexFormat.of().formatHex(payload);
        return "type " + type + ", flags " + flags + ", stream " + stream + ": " + bytes;
    }

    /** Appends the frame. */
    void write(ByteBuf out) {
        out.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(stream);
        out.writeBytes(payload);
    }

    /** Reads frames up to one that is incomplete or too long, which is not read. */
    static List<Http2Frame> split(ByteBuf in) {
        List<Http2Frame> frames = new ArrayList<>();
        while (in.readableBytes() >= HEADER) {
            int length = in.getUnsignedMedium(in.readerIndex());
            if (length > MAX_PAYLOAD || in.readableBytes() < HEADER + length) {
                return frames;
            }
            in.skipBytes(3);
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt() & Integer.MAX_VALUE;
            frames.add(new Http2Frame(type, flags, stream, Fed.rest(in.readSlice(length))));
        }
        return frames;
    }
}
