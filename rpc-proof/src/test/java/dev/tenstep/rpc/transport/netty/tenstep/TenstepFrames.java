package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.fuzz.Fed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Frames of the native protocol, made from a fuzzer's input and read from what a fed peer has written. */
final class TenstepFrames {
    private static final int HEADER = 3;

    private TenstepFrames() {}

    /** Returns the preface and the hello of a peer. */
    static ByteBuf hello() {
        ByteBuf out = Unpooled.buffer();
        out.writeBytes(Wire.PREFACE);
        out.writeInt(25).writeByte(Wire.HELLO).writeByte(1).writeByte(1).writeInt(Wire.STREAMS);
        out.writeInt(128 << 10).writeInt(1 << 10).writeInt(16);
        out.writeByte(1).writeByte(4).writeBytes(Wire.utf8("gzip"));
        return out;
    }

    /** Makes frames from an input: of each a type, a length of two bytes, and so many bytes, or as many as there are. */
    static byte[] of(byte[] input) {
        byte[] raw = Fed.raw(input);
        if (raw != null) {
            return raw;
        }
        ByteBuf in = Unpooled.wrappedBuffer(input, 1, input.length - 1);
        ByteBuf out = Unpooled.buffer();
        while (in.readableBytes() >= HEADER) {
            int type = in.readByte();
            int length = Math.min(in.readUnsignedShort(), in.readableBytes());
            out.writeInt(1 + length).writeByte(type).writeBytes(in, length);
        }
        return Fed.rest(out);
    }

    /** Splits what a peer has written, which must be whole frames after a preface. */
    static List<byte[]> split(ByteBuf written) {
        List<byte[]> frames = new ArrayList<>();
        if (written.isReadable()) {
            written.skipBytes(Wire.PREFACE.length);
        }
        while (written.isReadable()) {
            byte[] frame = new byte[written.readInt()];
            written.readBytes(frame);
            frames.add(frame);
        }
        return frames;
    }
}
