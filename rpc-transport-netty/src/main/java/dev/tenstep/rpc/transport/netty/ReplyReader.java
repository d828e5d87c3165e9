package dev.tenstep.rpc.transport.netty;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.KernelSettings;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.serialization.MessageInput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Step 8 at the client: reads replies and errors and ends the pending calls that they answer. Event loop only. */
final class ReplyReader {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyReader.class);
    private static final int KNOWN_FLAGS = Wire.FLAG_CHUNKED | Wire.FLAG_METADATA | Wire.FLAG_TIMES;
    private static final int KNOWN_ERROR_FLAGS = Wire.FLAG_METADATA | Wire.FLAG_NOT_STARTED | Wire.FLAG_DECLARED;

    private final PendingCalls pending;
    private final KernelSettings settings;
    private final ReceivedReply received = new ReceivedReply();

    /** A reply whose message comes in chunks: what its first frame said. */
    private static final class LargeReply {
        Metadata metadata = Metadata.EMPTY;
        long @Nullable [] times;
    }

    private @Nullable LargeReply[] large = new LargeReply[0];

    ReplyReader(PendingCalls pending, KernelSettings settings) {
        this.pending = pending;
        this.settings = settings;
    }

    void reply(byte[] array, int from, int end) {
        if (end - from < Wire.REPLY_HEADER - 5) {
            throw new ProtocolException("reply: " + (end - from) + " bytes (expected: at least 5)");
        }
        int flags = array[from];
        int slot = pending.slot(Wire.i32(array, from + 1));
        if (flags == 0) {
            if (slot >= 0) {
                deliver(slot, array, from + 5, end, Metadata.EMPTY, null);
            }
            return;
        }
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new ProtocolException("reply: flags " + flags + " (expected: a subset of " + KNOWN_FLAGS + ")");
        }
        FieldReader in = new FieldReader("reply", array, from + 5, end);
        long total = (flags & Wire.FLAG_CHUNKED) == 0 ? -1 : in.u32();
        Metadata metadata = (flags & Wire.FLAG_METADATA) == 0 ? Metadata.EMPTY : in.metadata();
        long[] times = (flags & Wire.FLAG_TIMES) == 0 ? null : times(in);
        if (slot < 0) {
            return;
        }
        if (total >= 0) {
            begin(slot, total, metadata, times, array, in.position(), end);
        } else {
            deliver(slot, array, in.position(), end, metadata, times);
        }
    }

    private static long[] times(FieldReader in) {
        long[] times = new long[in.u8()];
        for (int i = 0; i < times.length; i++) {
            times[i] = in.i64();
        }
        return times;
    }

    private void begin(
            int slot, long total, Metadata metadata, long @Nullable [] times, byte[] array, int from, int end) {
        if (total > settings.maxMessage()) {
            Call call = requireNonNull(pending.call(slot));
            fail(
                    slot,
                    new RpcException(
                            StatusCode.RESOURCE_EXHAUSTED,
                            "the result of " + call.method().displayName() + " is " + total
                                    + " bytes (expected: at most " + settings.maxMessage() + ")"));
            return;
        }
        if (large.length <= slot) {
            large = java.util.Arrays.copyOf(large, Math.max(slot + 1, pending.slots()));
        }
        LargeReply first = new LargeReply();
        first.metadata = metadata;
        first.times = times;
        large[slot] = first;
        Assembly assembly = new Assembly((int) total);
        pending.assembly(slot, assembly);
        append(slot, assembly, array, from, end);
    }

    void chunk(byte[] array, int from, int end) {
        FieldReader in = new FieldReader("chunk", array, from, end);
        int slot = pending.slot((int) in.u32());
        Assembly assembly = slot < 0 ? null : pending.assembly(slot);
        if (assembly != null) {
            append(slot, assembly, array, in.position(), end);
        }
    }

    private void append(int slot, Assembly assembly, byte[] array, int from, int end) {
        if (assembly.add(array, from, end)) {
            LargeReply first = requireNonNull(large[slot]);
            large[slot] = null;
            deliver(slot, assembly.message(), 0, assembly.total(), first.metadata, first.times);
        }
    }

    private void deliver(int slot, byte[] array, int from, int end, Metadata metadata, long @Nullable [] times) {
        Call call = requireNonNull(pending.call(slot));
        ReplyTo replyTo = requireNonNull(pending.replyTo(slot));
        pending.remove(slot);
        call.begin(Step.TRAVEL_TO_CLIENT);
        try {
            replyTo.reply(received.reset(call.binding(), array, from, end - from, metadata, times));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("who waited for {} failed", call, e);
        }
    }

    private void fail(int slot, RpcException failure) {
        Call call = requireNonNull(pending.call(slot));
        ReplyTo replyTo = requireNonNull(pending.replyTo(slot));
        pending.remove(slot);
        call.begin(Step.TRAVEL_TO_CLIENT);
        try {
            replyTo.fail(failure);
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("who waited for {} failed", call, e);
        }
    }

    /** {@code flags u8 | call u32 | code u8 | text | details | [metadata] | [index u16 | message]}. */
    void error(byte[] array, int from, int end) {
        FieldReader in = new FieldReader("error", array, from, end);
        int flags = in.u8();
        if ((flags & ~KNOWN_ERROR_FLAGS) != 0) {
            throw new ProtocolException("error: flags " + flags + " (expected: a subset of " + KNOWN_ERROR_FLAGS + ")");
        }
        int slot = pending.slot((int) in.u32());
        int number = in.u8();
        StatusCode code = StatusCode.of(number);
        String text = in.text(in.u16());
        byte[] details = in.bytes(in.u16());
        Metadata metadata = (flags & Wire.FLAG_METADATA) == 0 ? Metadata.EMPTY : in.metadata();
        if (slot < 0) {
            return;
        }
        RpcException failure;
        if ((flags & Wire.FLAG_DECLARED) != 0) {
            MethodBinding binding = requireNonNull(pending.call(slot)).binding();
            failure = declared(binding, in, array, end);
        } else if (code == null) {
            failure = new RpcException(StatusCode.UNKNOWN, "status code " + number + " (expected: 1..16): " + text);
        } else {
            failure = new RpcException(code, text);
        }
        failure = details.length == 0 ? failure : failure.withDetails(details);
        failure = metadata.isEmpty() ? failure : failure.withMetadata(metadata);
        fail(slot, failure.fromServer((flags & Wire.FLAG_NOT_STARTED) != 0));
    }

    private static RpcException declared(MethodBinding binding, FieldReader in, byte[] array, int end) {
        int index = in.u16();
        String method = binding.method().displayName();
        if (index >= binding.exceptions().size()) {
            return new RpcException(
                    StatusCode.INTERNAL,
                    method + " failed with its declared exception " + index + ", which this client does not know");
        }
        try {
            MessageInput message = new MessageInput();
            message.reset(array, in.position(), end - in.position());
            Object exception = binding.exceptions().get(index).decode(message);
            return RpcException.declared((Throwable) requireNonNull(exception), index);
        } catch (Exception | StackOverflowError e) {
            return new RpcException(
                    StatusCode.INTERNAL, "a declared exception of " + method + " cannot be read: " + e, e);
        }
    }
}
