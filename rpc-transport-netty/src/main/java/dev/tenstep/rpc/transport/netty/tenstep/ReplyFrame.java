package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.kernel.WireFailure.Declared;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;

/**
 * Writes replies and errors. Each is written to an output of its own, since users' code takes part, which may make and
 * answer calls meanwhile; the finished frame is appended to the connection's output.
 *
 * <pre>
 *  length u32 | 4 | flags u8 | call u32 | [metadata] | [count u8, nanos u64 each] | message
 *  length u32 | 5 | flags u8 | call u32 | code u8 | text u16+ | details u16+ | [metadata] | [name u16+, message]
 * </pre>
 */
final class ReplyFrame {
    private static final int MAX_TEXT = 8 << 10;

    private ReplyFrame() {}

    /**
     * Appends a reply.
     *
     * @return the position of its message
     * @throws RpcException if the result cannot be written, or is too large; nothing was appended
     */
    static int write(TenstepCall call, Reply reply, MessageOutput out, int maxMessage, int maxMetadata) {
        int start = out.position();
        Metadata metadata = reply.replyMetadata();
        if (!metadata.isEmpty()) {
            Encoding.checkReplyMetadata(metadata, maxMetadata);
        }
        try {
            return append(call, reply, metadata, out, maxMessage);
        } catch (Throwable e) {
            out.position(start);
            throw call.unwritableResult(e, maxMessage);
        }
    }

    private static int append(TenstepCall call, Reply reply, Metadata metadata, MessageOutput out, int maxMessage)
            throws IOException {
        int start = out.position();
        int flags = 0;
        out.limit(Integer.MAX_VALUE);
        out.reserve(Wire.REPLY_HEADER);
        out.position(start + Wire.REPLY_HEADER);
        if (!metadata.isEmpty()) {
            FieldWriter.metadata(out, metadata);
            flags |= Wire.FLAG_METADATA;
        }
        if (call.traced()) {
            writeTimes(reply.serverNanos(), out);
            flags |= Wire.FLAG_TIMES;
        }
        int body = out.position();
        out.limit((int) Math.min(Integer.MAX_VALUE, (long) body + maxMessage));
        reply.writeResult(out);
        out.checkLimit();
        flags |= call.compress(out, body) ? Wire.FLAG_COMPRESSED : 0;
        finish(out, start, Wire.REPLY, flags, call.id());
        return body;
    }

    private static void writeTimes(long[] nanos, MessageOutput out) throws IOException {
        FieldWriter.u8(out, nanos == null ? 0 : nanos.length);
        for (int i = 0; nanos != null && i < nanos.length; i++) {
            FieldWriter.i64(out, nanos[i]);
        }
    }

    private static void finish(MessageOutput out, int start, int type, int flags, int id) {
        byte[] a = out.array();
        Wire.putI32(a, start, out.position() - start - 4);
        a[start + 4] = (byte) type;
        a[start + 5] = (byte) flags;
        Wire.putI32(a, start + 6, id);
    }

    /** Appends a failure. */
    static void writeError(int id, WireFailure failure, MessageOutput out) {
        int start = out.position();
        try {
            out.limit(Integer.MAX_VALUE);
            out.reserve(Wire.REPLY_HEADER);
            out.position(start + Wire.REPLY_HEADER);
            FieldWriter.u8(out, failure.code().number());
            FieldWriter.bytes16(out, Wire.utf8(failure.text(), MAX_TEXT));
            FieldWriter.bytes16(out, failure.details());
            int flags = failure.notStarted() ? Wire.FLAG_NOT_STARTED : 0;
            if (!failure.metadata().isEmpty()) {
                FieldWriter.metadata(out, failure.metadata());
                flags |= Wire.FLAG_METADATA;
            }
            Declared declared = failure.declared();
            if (declared != null) {
                FieldWriter.bytes16(out, Wire.utf8(declared.name()));
                FieldWriter.bytes(out, declared.message());
                flags |= Wire.FLAG_DECLARED;
            }
            finish(out, start, Wire.ERROR, flags, id);
        } catch (IOException e) {
            throw new IllegalStateException("a failure cannot be written", e);
        }
    }
}
