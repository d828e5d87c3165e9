package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.server.Refusal;
import java.io.IOException;

/**
 * Replies and errors on their way out. They are written to an output of their own, since users' code takes part, which may make
 * and answer calls meanwhile; what is finished is appended to what a connection sends.
 *
 * <pre>
 *  length u32 | 4 | flags u8 | call u32 | [metadata] | [count u8, nanos u64 each] | message
 *  length u32 | 5 | flags u8 | call u32 | code u8 | text u16+ | details u16+ | [metadata] | [name u16+, message]
 * </pre>
 */
final class ReplyFrame {
    private static final int MAX_TEXT = 8 << 10;
    private static final int MAX_DETAILS = 32 << 10;
    private static final int MAX_EXCEPTION = 32 << 10;

    private ReplyFrame() {}

    /**
     * Appends a reply.
     *
     * @return where its message begins
     * @throws RpcException the result cannot be written, or is too large; nothing was appended
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
        flags |= call.pack(out, body) ? Wire.FLAG_COMPRESSED : 0;
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

    /** Appends the failure of a call that was or may have been started. */
    static void writeError(TenstepCall call, RpcException failure, MessageOutput out, int maxMetadata) {
        int start = out.position();
        try {
            if (failure.declaredIndex() >= 0) {
                writeDeclared(call, failure, out, maxMetadata);
            } else {
                writeError(call.id(), failure, out, maxMetadata);
            }
        } catch (Throwable e) {
            out.position(start);
            writeError(call.id(), Encoding.unwritable(call, "a declared exception", e), out, maxMetadata);
        }
    }

    /** Appends a failure that is no declared exception, of a call that was or may have been started. */
    static void writeError(int id, RpcException failure, MessageOutput out, int maxMetadata) {
        writeError(id, failure, 0, out, maxMetadata);
    }

    /** Appends the failure of a call that was not started: the only one that says so. */
    static void writeRefusal(int id, Refusal refusal, MessageOutput out, int maxMetadata) {
        writeError(id, refusal.failure(), Wire.FLAG_NOT_STARTED, out, maxMetadata);
    }

    private static void writeError(int id, RpcException failure, int flags, MessageOutput out, int maxMetadata) {
        int start = out.position();
        try {
            int more = begin(failure, out, maxMetadata);
            finish(out, start, Wire.ERROR, flags | more, id);
        } catch (IOException e) {
            throw new IllegalStateException("an error without a message cannot be written", e);
        }
    }

    private static void writeDeclared(TenstepCall call, RpcException failure, MessageOutput out, int maxMetadata)
            throws IOException {
        int start = out.position();
        MethodBinding binding = call.binding();
        int flags = begin(failure, out, maxMetadata) | Wire.FLAG_DECLARED;
        String name = binding.method().exceptionName(failure.declaredIndex());
        FieldWriter.bytes16(out, Wire.utf8(name));
        out.limit(out.position() + MAX_EXCEPTION);
        binding.exceptions().get(failure.declaredIndex()).encode(requireNonNull(failure.getCause()), out);
        out.checkLimit();
        finish(out, start, Wire.ERROR, flags, call.id());
    }

    private static int begin(RpcException failure, MessageOutput out, int maxMetadata) throws IOException {
        out.limit(Integer.MAX_VALUE);
        out.reserve(Wire.REPLY_HEADER);
        out.position(out.position() + Wire.REPLY_HEADER);
        FieldWriter.u8(out, failure.code().number());
        String text = String.valueOf(failure.getMessage());
        FieldWriter.bytes16(out, Wire.utf8(text, MAX_TEXT));
        byte[] details = failure.details();
        FieldWriter.bytes16(out, details.length > MAX_DETAILS ? new byte[0] : details);
        Metadata metadata = failure.metadata();
        if (metadata.isEmpty() || metadata.size() > maxMetadata) {
            return 0;
        }
        FieldWriter.metadata(out, metadata);
        return Wire.FLAG_METADATA;
    }
}
