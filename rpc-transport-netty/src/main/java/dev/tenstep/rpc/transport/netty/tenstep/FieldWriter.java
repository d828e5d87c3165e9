package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.io.IOException;

/** Writes the fields of frames. */
final class FieldWriter {
    private FieldWriter() {}

    static void u8(MessageOutput out, int value) throws IOException {
        out.write(value);
    }

    static void u16(MessageOutput out, int value) throws MessageTooLargeException {
        byte[] a = out.reserve(2);
        Wire.putU16(a, out.position(), value);
        out.position(out.position() + 2);
    }

    static void i32(MessageOutput out, int value) throws MessageTooLargeException {
        byte[] a = out.reserve(4);
        Wire.putI32(a, out.position(), value);
        out.position(out.position() + 4);
    }

    static void i64(MessageOutput out, long value) throws MessageTooLargeException {
        byte[] a = out.reserve(8);
        Wire.putI64(a, out.position(), value);
        out.position(out.position() + 8);
    }

    static void bytes(MessageOutput out, byte[] value) throws IOException {
        out.write(value, 0, value.length);
    }

    /** Writes a u8 length, then the bytes. */
    static void bytes8(MessageOutput out, byte[] value) throws IOException {
        u8(out, value.length);
        bytes(out, value);
    }

    /** Writes a u16 length, then the bytes. */
    static void bytes16(MessageOutput out, byte[] value) throws IOException {
        u16(out, value.length);
        bytes(out, value);
    }

    static void metadata(MessageOutput out, Metadata metadata) throws IOException {
        int start = out.position();
        u16(out, 0);
        for (Metadata.Entry entry : metadata.entries()) {
            byte[] key = Wire.utf8(entry.key());
            bytes8(out, key);
            bytes16(out, entry.value());
        }
        Wire.putU16(out.array(), start, out.position() - start - 2);
    }

    /**
     * Begins a frame: reserves the length field and writes the type. Returns the frame's position, for {@link #end}.
     */
    static int begin(MessageOutput out, int type) throws IOException {
        int start = out.position();
        i32(out, 0);
        u8(out, type);
        return start;
    }

    /** Ends a frame by filling in its length. */
    static void end(MessageOutput out, int start) {
        Wire.putI32(out.array(), start, out.position() - start - 4);
    }
}
