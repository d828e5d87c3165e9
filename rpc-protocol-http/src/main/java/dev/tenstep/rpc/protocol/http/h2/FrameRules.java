package dev.tenstep.rpc.protocol.http.h2;

import dev.tenstep.rpc.protocol.http.stream.ErrorCode;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;

/** The rules that single frames obey (RFC 9113, section 6); who breaks one loses the connection. */
final class FrameRules {
    /** The length that a response of HTTP/1 seems to begin with: {@code HTT}. */
    private static final int HTTP = 'H' << 16 | 'T' << 8 | 'T';

    /** The length of a priority, in bytes. */
    private static final int PRIORITY = 5;

    private FrameRules() {}

    static ProtocolException protocol(String why) {
        return ConnectionError.of(ErrorCode.PROTOCOL_ERROR, why);
    }

    /** Checks that nothing comes between the parts of a header block, which is that of a stream, or of 0 if there is none. */
    static void continues(int type, int id, int continued) {
        if (continued != 0 ? type != Frames.CONTINUATION || id != continued : type == Frames.CONTINUATION) {
            throw protocol("frame type " + type + " of stream " + id
                    + (continued == 0 ? ", whose header block is complete" : " within a header block of " + continued));
        }
    }

    static void length(int type, int length, int expected) {
        if (length != expected) {
            throw ConnectionError.of(
                    ErrorCode.FRAME_SIZE_ERROR,
                    "frame type " + type + ": " + length + " bytes (expected: " + expected + ")");
        }
    }

    static void onStream(int type, int id, boolean expected) {
        if (id != 0 != expected) {
            throw protocol("frame type " + type + " of stream " + id
                    + (expected ? " (expected: a stream other than 0)" : " (expected: 0)"));
        }
    }

    /** Returns the bytes of padding at the end; -1 if there is none and no byte that says so. */
    static int padding(int flags, byte[] array, int from, int end) {
        if ((flags & Frames.PADDED) == 0) {
            return -1;
        }
        if (end == from) {
            throw ConnectionError.of(ErrorCode.FRAME_SIZE_ERROR, "a padded frame without a length of its padding");
        }
        int padding = array[from] & 0xff;
        if (padding >= end - from) {
            throw protocol("padding: " + padding + " (expected: less than " + (end - from) + ")");
        }
        return padding;
    }

    /** Returns where the header block of a frame begins: behind the length of its padding and its priority, if it has them. */
    static int blockStart(int flags, int id, byte[] array, int from, int stop) {
        int start = (flags & Frames.PADDED) == 0 ? from : from + 1;
        if ((flags & Frames.PRIORITIZED) == 0) {
            return start;
        }
        if (stop - start < PRIORITY) {
            throw ConnectionError.of(ErrorCode.FRAME_SIZE_ERROR, "headers: a priority of " + (stop - start));
        }
        dependency(id, array, start);
        return start + PRIORITY;
    }

    /** Checks a frame of priority, which is of no other use (RFC 9113, section 5.3.2). */
    static void priority(int id, byte[] array, int from, int end) {
        onStream(Frames.PRIORITY, id, true);
        length(Frames.PRIORITY, end - from, PRIORITY);
        dependency(id, array, from);
    }

    private static void dependency(int id, byte[] array, int at) {
        if (Frames.u31(array, at) == id) {
            throw protocol("stream " + id + " depends on itself");
        }
    }

    /** Returns the error of a frame that is too long, which the first one is if the peer speaks HTTP/1.1. */
    static ProtocolException tooLong(int length, int most, boolean first) {
        if (first && length == HTTP) {
            return protocol("the peer answers in HTTP/1 (expected: HTTP/2)");
        }
        return ConnectionError.of(
                ErrorCode.FRAME_SIZE_ERROR, "frame length: " + length + " (expected: 0.." + most + ")");
    }
}
