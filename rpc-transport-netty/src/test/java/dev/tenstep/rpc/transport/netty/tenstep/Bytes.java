package dev.tenstep.rpc.transport.netty.tenstep;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes the fields of frames by docs/protocol.md alone, independently of the kernels' own code. {@link Frames} builds
 * whole frames.
 */
public final class Bytes {
    public static final byte[] PREFACE = HexFormat.of().parseHex("d754454e53544550");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private interface Writing {
        void write() throws IOException;
    }

    private Bytes write(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Bytes u8(int value) {
        return write(() -> out.writeByte(value));
    }

    public Bytes u16(int value) {
        return write(() -> out.writeShort(value));
    }

    public Bytes u32(long value) {
        return write(() -> out.writeInt((int) value));
    }

    public Bytes u64(long value) {
        return write(() -> out.writeLong(value));
    }

    public Bytes raw(byte... value) {
        return write(() -> out.write(value));
    }

    /** Writes a text after a length of two bytes. */
    public Bytes text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return u16(utf8.length).raw(utf8);
    }

    public byte[] array() {
        return bytes.toByteArray();
    }

    /** Returns the fields written so far. */
    public byte[] frame(int type) {
        return new Bytes().u32(bytes.size() + 1).u8(type).raw(array()).array();
    }

    /** Makes a result of an int, as the tiny serializer writes it: a presence byte, and the value. */
    public static byte[] tiny(int value) {
        return new Bytes().u8(1).u32(value).array();
    }

    /** Makes the parameters of a method that takes a text of ASCII letters. */
    public static byte[] tinyText(String letters) {
        return new Bytes()
                .u8(1)
                .u8(1)
                .u32(letters.length())
                .raw(letters.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    /** Makes the parameters of a method that takes an int. */
    public static byte[] tinyParameters(int value) {
        return tiny(value);
    }
}
