package dev.tenstep.rpc.compression;

import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a gzip file as RFC 1952 defines it: one member or several, each whole, and nothing after them. The JDK's own
 * reader ignores trailing bytes that are not a member, and reserved flags.
 *
 * <pre>
 *  1f 8b 08 | flags | time, 4 | 2 | [extra: length, 2, and as much] [name, 0] [comment, 0] [CRC of the header, 2]
 *  deflated | CRC-32, 4 | length, 4
 * </pre>
 */
final class GzipMembers {
    private static final int FIXED = 10;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    /** The number of bytes that are inflated between two checks of the limit. */
    private static final int PART = 4096;

    private final MessageInput in;
    private final MessageOutput out;
    private final Inflater inflater;
    private final CRC32 crc = new CRC32();

    GzipMembers(MessageInput in, MessageOutput out, Inflater inflater) {
        this.in = in;
        this.out = out;
        this.inflater = inflater;
    }

    /** Reads all members. */
    void read() throws IOException {
        do {
            header();
            int start = out.position();
            inflate();
            trailer(start);
        } while (in.remaining() > 0);
    }

    private void header() throws IOException {
        int start = in.position();
        need(FIXED, "a member's header");
        byte[] a = in.array();
        if (a[start] != 0x1f || a[start + 1] != (byte) 0x8b || a[start + 2] != 8) {
            throw refused("no header of a deflated member", "1f 8b 08");
        }
        int flags = a[start + 3];
        if ((flags & RESERVED) != 0) {
            throw refused("flags 0x" + Integer.toHexString(flags & 0xff), "no reserved ones");
        }
        in.position(start + FIXED);
        if ((flags & EXTRA) != 0) {
            int length = u16();
            need(length, "an extra field");
            in.position(in.position() + length);
        }
        if ((flags & NAME) != 0) {
            text();
        }
        if ((flags & COMMENT) != 0) {
            text();
        }
        if ((flags & HEADER_CRC) != 0) {
            crc.reset();
            crc.update(a, start, in.position() - start);
            check("the CRC of the header", u16(), crc.getValue() & 0xffff);
        }
    }

    private void text() throws IOException {
        int b;
        do {
            b = in.read();
        } while (b > 0);
        if (b < 0) {
            throw refused("a header that does not end", "a zero after its text");
        }
    }

    private void inflate() throws IOException {
        inflater.reset();
        inflater.setInput(in.array(), in.position(), in.remaining());
        try {
            while (!inflater.finished()) {
                byte[] a = out.reserve(0, PART);
                int n = inflater.inflate(a, out.position(), PART);
                if (n == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw refused("incomplete deflated bytes", "their last block");
                }
                out.position(out.position() + n);
                out.checkLimit();
            }
        } catch (DataFormatException e) {
            throw new IOException("gzip: " + e.getMessage(), e);
        }
        in.position(in.end() - inflater.getRemaining());
    }

    private void trailer(int start) throws IOException {
        need(8, "the CRC and the length after a member");
        crc.reset();
        crc.update(out.array(), start, out.position() - start);
        check("the CRC", u32(), crc.getValue());
        check("the length", u32(), out.position() - start);
    }

    private int u16() throws IOException {
        need(2, "a field of two bytes");
        return in.read() | in.read() << 8;
    }

    private long u32() throws IOException {
        return u16() | (long) u16() << 16;
    }

    private void need(int bytes, String what) throws IOException {
        if (in.remaining() < bytes) {
            throw refused(what + " of " + bytes + " bytes, cut after " + in.remaining(), "all of it");
        }
    }

    private static void check(String what, long found, long expected) throws IOException {
        if (found != expected) {
            throw new IOException("gzip: " + what + " is " + found + " (expected: " + expected + ")");
        }
    }

    private IOException refused(String found, String expected) {
        return new IOException(
                "gzip: " + found + ", " + in.remaining() + " bytes before the end (expected: " + expected + ")");
    }
}
