package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.fuzz.Fed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * The notation of inputs, in which any change to a byte is likely to give frames again, each of them in
 *
 * <pre>
 *  kind u8 | flags u8 | stream u8 | length u16 | payload, or as many bytes as there are
 * </pre>
 *
 * <p>The lower four bits of the kind are the type of the frame, or stand for something that a fuzzer would not find soon:
 *
 * <pre>
 *  10  HEADERS: of the payload, the first byte is the number of a header block, and the rest is appended to it
 *  11  DATA with the payload as a message of gRPC
 *  12  the same, compressed: of the payload, the first byte says how often the rest is doubled before
 *  13  the frame before, eight times as often as the flags say
 * </pre>
 */
final class Http2Notation {
    static final int HEAD = 10;
    static final int MESSAGE = 11;
    static final int COMPRESSED = 12;
    static final int AGAIN = 13;

    private static final int HEADER = 5;
    private static final int LAST_STREAM = 0xff;
    private static final int DOUBLINGS = 13;
    /** The most bytes of an input up to which a frame is repeated. */
    private static final int LONGEST = 1 << 20;
    /** The most bytes of a message before it is compressed: twice as many as a peer accepts. */
    private static final int LONGEST_MESSAGE = 1 << 18;

    private static final int TIMES = 8;

    private Http2Notation() {}

    /** Returns the bytes that an input stands for. */
    static byte[] frames(byte[] input) {
        byte[] raw = Fed.raw(input);
        if (raw != null) {
            return raw;
        }
        ByteBuf in = Unpooled.wrappedBuffer(input, 1, input.length - 1);
        ByteBuf out = Unpooled.buffer();
        int before = 0;
        while (in.readableBytes() >= HEADER) {
            int kind = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readUnsignedByte();
            byte[] payload = Fed.rest(in.readSlice(Math.min(in.readUnsignedShort(), in.readableBytes())));
            int start = out.writerIndex();
            if ((kind & 0xf) == AGAIN) {
                again(out, before, TIMES * flags);
            } else {
                write(out, kind, flags, stream == LAST_STREAM ? Integer.MAX_VALUE : stream, payload);
                before = start;
            }
        }
        return Fed.rest(out);
    }

    private static void again(ByteBuf out, int from, int times) {
        byte[] frame = new byte[out.writerIndex() - from];
        out.getBytes(from, frame);
        for (int i = 0; i < times && out.writerIndex() < LONGEST; i++) {
            out.writeBytes(frame);
        }
    }

    private static void write(ByteBuf out, int kind, int flags, int stream, byte[] payload) {
        int first = payload.length == 0 ? 0 : payload[0] & 0xff;
        byte[] rest = payload.length == 0 ? payload : Arrays.copyOfRange(payload, 1, payload.length);
        switch (kind & 0xf) {
            case HEAD ->
                new Http2Frame(
                                Http2FrameTypes.HEADERS,
                                flags | Http2Flags.END_HEADERS,
                                stream,
                                joined(Http2Blocks.block(first), rest))
                        .write(out);
            case MESSAGE -> data(out, flags, stream, message(0, payload));
            case COMPRESSED -> data(out, flags, stream, message(1, gzip(rest, first % DOUBLINGS)));
            default -> new Http2Frame((kind & 0xf) < HEAD ? kind & 0xf : kind, flags, stream, payload).write(out);
        }
    }

    private static void data(ByteBuf out, int flags, int stream, byte[] body) {
        for (int at = 0; at < body.length; at += Http2Frame.MAX_PAYLOAD) {
            int end = Math.min(body.length, at + Http2Frame.MAX_PAYLOAD);
            int now = end == body.length ? flags : 0;
            new Http2Frame(Http2FrameTypes.DATA, now, stream, Arrays.copyOfRange(body, at, end)).write(out);
        }
    }

    private static byte[] message(int compressed, byte[] message) {
        ByteBuf framed = Unpooled.buffer();
        framed.writeByte(compressed).writeInt(message.length).writeBytes(message);
        return Fed.rest(framed);
    }

    private static byte[] gzip(byte[] unit, int doublings) {
        byte[] all = unit;
        for (int i = 0; i < doublings && 2 * all.length <= LONGEST_MESSAGE; i++) {
            all = joined(all, all);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
