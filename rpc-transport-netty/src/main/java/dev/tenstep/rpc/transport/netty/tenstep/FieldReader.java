package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads the fields of one frame in order, checking each against the frame's end. One thread. */
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

    /**
     * Checks the rest of a request, reply, item or end whose call is unknown or refused: no field exceeds the frame,
     * and the first part of a chunked message is valid.
     */
    void skip(int flags) {
        long total = (flags & Wire.FLAG_CHUNKED) == 0 ? -1 : u32();
        if ((flags & Wire.FLAG_METADATA) != 0) {
            take(u16());
        }
        if (total >= 0) {
            checkPart(total);
        }
    }

    /** Checks that the rest of the frame is a valid part of a message of which that many bytes are missing. */
    void checkPart(long missing) {
        if (remaining() == 0 || remaining() > missing) {
            throw new ProtocolException("chunk: " + remaining() + " bytes (expected: 1.." + missing + ")");
        }
    }

    /**
     * Reads a metadata block: its length, then keys (u8 length) and values (u16 length).
     *
     * @param max the longest block to accept, in bytes
     * @param malformed the status code for a malformed block
     * @throws RpcException if the block is malformed or too long; the fields after it can still be read
     */
    Metadata metadata(int max, StatusCode malformed) {
        int length = u16();
        FieldReader block = new FieldReader(frame + " metadata", array, take(length), at);
        if (length > max) {
            throw new RpcException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    frame + " metadata: " + length + " bytes (expected: at most " + max + ")");
        }
        try {
            List<Metadata.Entry> entries = new ArrayList<>();
            while (block.remaining() > 0) {
                String key = block.text(block.u8());
                entries.add(new Metadata.Entry(key, block.bytes(block.u16())));
            }
            return Metadata.ofEntries(entries);
        } catch (ProtocolException | IllegalArgumentException e) {
            throw new RpcException(malformed, String.valueOf(e.getMessage()));
        }
    }

    int position() {
        return at;
    }

    int remaining() {
        return end - at;
    }
}
