package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the fields of one frame in order; everything is checked against the frame's end. One thread. */
final class FieldReader {
    private final String frame;
    private final byte[] array;
    private final int end;
    private int at;

    FieldReader(String frame, byte[] array, int from, int end) {
        this.frame = frame;
        this.array = array;
        this.at = from;
        this.end = end;
    }

    private int take(int bytes) {
        if (bytes > end - at) {
            throw new ProtocolException(frame + ": a field of " + bytes + " bytes (expected: at most the " + (end - at)
                    + " that remain in the frame)");
        }
        int from = at;
        at += bytes;
        return from;
    }

    int u8() {
        return array[take(1)] & 0xff;
    }

    int u16() {
        return Wire.u16(array, take(2));
    }

    long u32() {
        return Wire.u32(array, take(4));
    }

    long i64() {
        return Wire.i64(array, take(8));
    }

    byte[] bytes(int length) {
        int from = take(length);
        return Arrays.copyOfRange(array, from, from + length);
    }

    String text(int length) {
        int from = take(length);
        return new String(array, from, length, StandardCharsets.UTF_8);
    }

    /** A metadata block: its length, then keys (u8 length) and values (u16 length). */
    Metadata metadata() {
        int length = u16();
        int blockEnd = at + length;
        if (blockEnd > end) {
            throw new ProtocolException(
                    frame + ": metadata of " + length + " bytes (expected: at most " + (end - at) + ")");
        }
        List<Metadata.Entry> entries = new ArrayList<>();
        while (at < blockEnd) {
            String key = text(u8());
            entries.add(new Metadata.Entry(key, bytes(u16())));
        }
        if (at != blockEnd) {
            throw new ProtocolException(frame + ": metadata ends " + (at - blockEnd) + " bytes after its block");
        }
        try {
            return Metadata.ofEntries(entries);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException(frame + ": " + e.getMessage());
        }
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }
}
