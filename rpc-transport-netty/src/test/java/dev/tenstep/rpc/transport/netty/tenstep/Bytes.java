package dev.tenstep.rpc.transport.netty.tenstep;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes frames by docs/protocol.md alone, knowing nothing of the kernels' own code. */
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

    public static byte[] hello(long maxMessage, long maxInFlight) {
        return new Bytes()
                .u8(1)
                .u8(1)
                .u32(0)
                .u32(maxMessage)
                .u32(8192)
                .u32(maxInFlight)
                .frame(1);
    }

    public static byte[] hello() {
        return hello(4 << 20, 1024);
    }

    /** Writes a hello with streams. */
    public static byte[] helloWithStreams() {
        byte[] hello = hello();
        hello[10] = 1;
        return hello;
    }

    public static byte[] declare(int id, String service, String method, String serializer) {
        return new Bytes()
                .u16(id)
                .text(service)
                .text(method)
                .text(serializer)
                .u16(0)
                .frame(2);
    }

    public static byte[] request(int method, int call, byte... message) {
        return request(0, method, call, message);
    }

    public static byte[] request(int flags, int method, int call, byte... rest) {
        return new Bytes().u8(flags).u16(method).u32(call).u32(10_000).raw(rest).frame(3);
    }

    public static byte[] reply(int flags, int call, byte... rest) {
        return new Bytes().u8(flags).u32(call).raw(rest).frame(4);
    }

    public static byte[] chunk(int call, byte... part) {
        return new Bytes().u32(call).raw(part).frame(6);
    }

    public static byte[] item(int flags, int call, byte... rest) {
        return new Bytes().u8(flags).u32(call).raw(rest).frame(11);
    }

    /** Makes an element that is a number. */
    public static byte[] number(int call, int number) {
        return item(0, call, tinyParameters(number));
    }

    public static byte[] end(int flags, int call, byte... rest) {
        return new Bytes().u8(flags).u32(call).raw(rest).frame(12);
    }

    public static byte[] credit(int flags, int call, long messages, long bytes) {
        return new Bytes().u8(flags).u32(call).u32(messages).u32(bytes).frame(13);
    }

    public static byte[] cancel(int call) {
        return new Bytes().u32(call).frame(7);
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
