package dev.tenstep.rpc.benchmarks.trials.hostile;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/** The native protocol's frames, written from {@code docs/protocol.md} alone: valid, and as hostile as they may be. */
final class Frames {
    static final int CHUNKED = 1;
    static final int STREAM = 32;
    static final int RESULTS = 64;
    static final int COMPRESSED = 128;

    private static final byte[] PREFACE = HexFormat.of().parseHex("d754454e53544550");
    private static final int STREAMS = 1;

    private Frames() {}

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] frame(int type, Writing fields) {
        byte[] written = bytes(fields);
        return bytes(out -> {
            out.writeInt(written.length + 1);
            out.writeByte(type);
            out.write(written);
        });
    }

    static byte[] concat(byte[]... parts) {
        return bytes(out -> {
            for (byte[] part : parts) {
                out.write(part);
            }
        });
    }

    /** Returns the preface and HELLO of a client that accepts messages of 64 MiB and has streams and gzip. */
    static byte[] hello() {
        return concat(PREFACE, frame(1, out -> {
            out.writeByte(1);
            out.writeByte(1);
            out.writeInt(STREAMS);
            out.writeInt(64 << 20);
            out.writeInt(8 << 10);
            out.writeInt(1 << 16);
            out.writeByte(1);
            text8(out, "gzip");
        }));
    }

    static byte[] declare(int method, String service, String name, String serializer) {
        return frame(2, out -> {
            out.writeShort(method);
            text16(out, service);
            text16(out, name);
            text16(out, serializer);
            out.writeShort(0);
        });
    }

    /** Returns a REQUEST with the rest of its frame as given: total, metadata, message. */
    static byte[] request(int flags, int method, int call, int timeoutMillis, byte... rest) {
        return frame(3, out -> {
            out.writeByte(flags);
            out.writeShort(method);
            out.writeInt(call);
            out.writeInt(timeoutMillis);
            out.write(rest);
        });
    }

    static byte[] chunk(int call, byte... part) {
        return frame(6, out -> {
            out.writeInt(call);
            out.write(part);
        });
    }

    static byte[] cancel(int call) {
        return frame(7, out -> out.writeInt(call));
    }

    static byte[] ping(long payload) {
        return frame(8, out -> out.writeLong(payload));
    }

    /** Returns the total of a chunked message and its first byte. */
    static byte[] promised(int total, int first) {
        return bytes(out -> {
            out.writeInt(total);
            out.writeByte(first);
        });
    }

    /** Returns the parameters, as protobuf, of a method that takes whole numbers. */
    static byte[] numbers(int... values) {
        return bytes(out -> {
            for (int i = 0; i < values.length; i++) {
                out.writeByte((i + 1) << 3);
                varint(out, values[i]);
            }
        });
    }

    /** Returns the parameters, as protobuf, of a method that takes a block. */
    static byte[] block(byte[] block) {
        return bytes(out -> {
            out.writeByte(1 << 3 | 2);
            varint(out, block.length);
            out.write(block);
        });
    }

    /** Returns a message compressed with the first of the compressors, gzip. */
    static byte[] compressed(byte[] message) {
        return bytes(out -> {
            out.writeByte(0);
            GZIPOutputStream gzip = new GZIPOutputStream(out);
            gzip.write(message);
            gzip.finish();
        });
    }

    private static void varint(DataOutputStream out, int value) throws IOException {
        int left = value;
        for (; left > 0x7f; left >>>= 7) {
            out.writeByte(left | 0x80);
        }
        out.writeByte(left);
    }

    private static void text8(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(utf8.length);
        out.write(utf8);
    }

    private static void text16(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
    }
}
