package dev.tenstep.rpc.protocol.http;

import dev.tenstep.rpc.protocol.http.stream.Fields;
import dev.tenstep.rpc.protocol.http.stream.Head;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The frames that a client of HTTP/2 sends, well-formed or not, one after the other. */
final class RawFrames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    RawFrames preface() {
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** Appends other frames. */
    RawFrames all(RawFrames others) {
        out.writeBytes(others.bytes());
        return this;
    }

    /** Appends a frame. */
    RawFrames frame(int type, int flags, int stream, byte... payload) {
        ByteBuffer header = ByteBuffer.allocate(9);
        header.put((byte) (payload.length >>> 16)).putShort((short) payload.length);
        header.put((byte) type).put((byte) flags).putInt(stream);
        out.writeBytes(header.array());
        out.writeBytes(payload);
        return this;
    }

    /** Appends settings: numbers and values by turns. */
    RawFrames settings(int... idsAndValues) {
        ByteBuffer payload = ByteBuffer.allocate(3 * idsAndValues.length);
        for (int i = 0; i < idsAndValues.length; i += 2) {
            payload.putShort((short) idsAndValues[i]).putInt(idsAndValues[i + 1]);
        }
        return frame(SETTINGS, 0, 0, payload.array());
    }

    RawFrames headers(int stream, boolean last, byte[] block) {
        return frame(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, block);
    }

    RawFrames data(int stream, boolean last, byte[] body) {
        return frame(DATA, last ? END_STREAM : 0, stream, body);
    }

    RawFrames windowUpdate(int stream, int more) {
        return frame(WINDOW_UPDATE, 0, stream, u32(more));
    }

    RawFrames reset(int stream, int code) {
        return frame(RST_STREAM, 0, stream, u32(code));
    }

    static byte[] u32(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** Returns the header block of a gRPC request. */
    static byte[] grpc(String path, String contentType, String... more) {
        Fields.Builder fields =
                new Fields.Builder().add("content-type", contentType).add("te", "trailers");
        for (int i = 0; i < more.length; i += 2) {
            fields.add(more[i], more[i + 1]);
        }
        return Head.request("POST", "http", "localhost", "/" + path, fields.build())
                .hpack();
    }

    /** Returns a header block of names and values by turns, whatever they are. */
    static byte[] block(String... fields) {
        return Head.trailers(Fields.of(fields)).hpack();
    }

    /** Returns fields with another one behind them. */
    static String[] with(String[] fields, String name, String value) {
        String[] more = Arrays.copyOf(fields, fields.length + 2);
        more[fields.length] = name;
        more[fields.length + 1] = value;
        return more;
    }

    /** Returns a message as gRPC frames it. */
    static byte[] message(byte[] message) {
        ByteBuffer framed = ByteBuffer.allocate(5 + message.length);
        return framed.put((byte) 0).putInt(message.length).put(message).array();
    }

    @Override
    public String toString() {
        return out.size() + " bytes";
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
