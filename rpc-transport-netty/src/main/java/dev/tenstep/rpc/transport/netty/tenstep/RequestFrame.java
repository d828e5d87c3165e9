package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.serialization.MessageOutput;

/**
 * Writes requests. The id and timeout are filled in by the event loop when the request is sent.
 *
 * <pre>
 *  length u32 | 3 | flags u8 | method u16 | call u32 | timeout millis u32 | [metadata] | message
 * </pre>
 */
final class RequestFrame {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private RequestFrame() {}

    /**
     * Appends a request without id and timeout.
     *
     * @throws RpcException not started: the parameters cannot be written, or are too large
     */
    static void write(
            Call call, MessageOutput out, int maxMessage, int maxMetadata, NegotiatedCompression compression) {
        int start = out.position();
        try {
            Metadata metadata = call.metadata();
            int flags = call.traced() ? Wire.FLAG_TIMES : 0;
            if (call.method().streams()) {
                flags |= call.method().stream() == null ? 0 : Wire.FLAG_STREAM;
                flags |= call.method().resultStreams() ? Wire.FLAG_RESULTS : 0;
            }
            out.limit(Integer.MAX_VALUE);
            out.reserve(Wire.REQUEST_HEADER);
            out.position(start + Wire.REQUEST_HEADER);
            if (!metadata.isEmpty()) {
                Encoding.checkMetadata(metadata, maxMetadata);
                FieldWriter.metadata(out, metadata);
                flags |= Wire.FLAG_METADATA;
            }
            int body = out.position();
            out.limit((int) Math.min(Integer.MAX_VALUE, (long) body + maxMessage));
            call.writeArguments(out);
            out.checkLimit();
            flags |= compression.compress(out, body, call.compression()) ? Wire.FLAG_COMPRESSED : 0;
            byte[] a = out.array();
            Wire.putI32(a, start, out.position() - start - 4);
            a[start + 4] = Wire.REQUEST;
            a[start + 5] = (byte) flags;
            Wire.putU16(a, start + 6, call.binding().id());
        } catch (Throwable e) {
            out.position(start);
            throw Encoding.unwritableParameters(call, e, maxMessage);
        }
    }

    /** Passes the message of its request back to a call, so that a retry sends the same bytes. */
    static void keep(Call call, byte[] array, int start, int length, NegotiatedCompression compression) {
        int body = bodyStart(array, start);
        int end = start + length;
        call.argumentsSent(
                SentMessages.plain(array, body, end - body, isCompressed(array, start) ? compression : null));
    }

    /** Returns whether the message of a written request is compressed. */
    static boolean isCompressed(byte[] array, int start) {
        return (array[start + 5] & Wire.FLAG_COMPRESSED) != 0;
    }

    /** Fills in the id and the remaining time, in whole milliseconds, rounded up; 0 stands for no deadline. */
    static void complete(byte[] array, int start, int id, long deadlineNanos, long now) {
        Wire.putI32(array, start + 8, id);
        long timeout = 0;
        if (deadlineNanos != 0) {
            timeout = Math.max(1, Math.min((deadlineNanos - now + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI, 0xffffffffL));
        }
        Wire.putI32(array, start + 12, (int) timeout);
    }

    /** Returns the position of the message of a written request. */
    static int bodyStart(byte[] array, int start) {
        int body = start + Wire.REQUEST_HEADER;
        return (array[start + 5] & Wire.FLAG_METADATA) == 0 ? body : body + 2 + Wire.u16(array, body);
    }
}
