package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.ReceivedReply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.compression.Decompressor;
import dev.tenstep.rpc.kernel.ClientKernel;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.kernel.WireFailure.Declared;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.Assembly;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Step 8 on the client: reads replies and errors and ends the pending calls that they answer. Event loop only. */
final class ReplyReader {
    private static final Logger LOG = LoggerFactory.getLogger(ReplyReader.class);
    private static final int KNOWN_FLAGS =
            Wire.FLAG_CHUNKED | Wire.FLAG_METADATA | Wire.FLAG_TIMES | Wire.FLAG_COMPRESSED;
    private static final int KNOWN_ERROR_FLAGS = Wire.FLAG_METADATA | Wire.FLAG_NOT_STARTED | Wire.FLAG_DECLARED;

    private static final int SERVER_STEPS = Step.HAND_TO_SERVER_KERNEL.ordinal() - Step.TRAVEL_TO_SERVER.ordinal() + 1;

    private final PendingCalls pending;
    private final StreamTable streams;
    private final KernelSettings settings;
    private final MemoryBudget.Share memory;
    private final ReceivedReply received = new ReceivedReply();
    private long now;

    /** The header of a reply, from its first frame, and its message if that arrives in chunks. */
    record Head(
            Metadata metadata,
            long @Nullable [] times,
            @Nullable Decompressor decompressor,
            @Nullable Assembly assembly) {
        static final Head PLAIN = new Head(Metadata.EMPTY, null, null, null);

        /** Returns the bytes of the incomplete message. */
        int held() {
            return assembly == null ? 0 : assembly.held();
        }
    }

    private NegotiatedCompression compression = NegotiatedCompression.NONE;

    ReplyReader(PendingCalls pending, StreamTable streams, KernelSettings settings, MemoryBudget.Share memory) {
        this.memory = memory;
        this.pending = pending;
        this.streams = streams;
        this.settings = settings;
    }

    /** Sets the compression that the hellos agreed on. */
    void decompressWith(NegotiatedCompression agreed) {
        compression = agreed;
    }

    /** Handles a reply that was read at that time, by {@link System#nanoTime()}. */
    void reply(byte[] array, int from, int end, long nanos) {
        now = nanos;
        if (end - from < Wire.REPLY_HEADER - 5) {
            throw new ProtocolException("reply: " + (end - from) + " bytes (expected: at least 5)");
        }
        int flags = array[from] & 0xff;
        int id = Wire.i32(array, from + 1);
        int slot = pending.slot(id);
        ClientStreams results = streams.isEmpty() || slot < 0 ? null : results(slot);
        if (flags == 0 && results == null) {
            if (slot >= 0) {
                arrive(slot, array, from + 5, end, Head.PLAIN);
            } else {
                pending.answeredLate(id, false);
            }
            return;
        }
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new ProtocolException("reply: flags " + flags + " (expected: a subset of " + KNOWN_FLAGS + ")");
        }
        FieldReader in = new FieldReader("reply", array, from + 5, end);
        long total = (flags & Wire.FLAG_CHUNKED) == 0 ? -1 : in.u32();
        Metadata metadata = Metadata.EMPTY;
        RpcException malformed = null;
        try {
            metadata = (flags & Wire.FLAG_METADATA) == 0 ? metadata : metadata(in);
        } catch (RpcException e) {
            malformed = e;
        }
        long[] times = (flags & Wire.FLAG_TIMES) == 0 ? null : times(in);
        if (total >= 0) {
            in.checkPart(total);
        }
        if (slot < 0) {
            pending.answeredLate(id, false);
            return;
        }
        if (results != null && (in.remaining() > 0 || (flags & ~(Wire.FLAG_METADATA | Wire.FLAG_TIMES)) != 0)) {
            throw new ProtocolException("reply: flags " + flags + " and " + in.remaining()
                    + " bytes of a message before results that are a stream (expected: no message)");
        }
        if (malformed != null && results != null) {
            // The server keeps sending results unless the call is cancelled.
            results.refuse(malformed);
        } else if (malformed != null) {
            fail(slot, malformed);
        } else if (results != null) {
            requireNonNull(pending.call(slot)).begin(Step.TRAVEL_TO_CLIENT);
            results.replied(metadata, times);
        } else {
            Decompressor decompressor = (flags & Wire.FLAG_COMPRESSED) == 0 ? null : compression;
            if (total > settings.maxMessage()) {
                fail(slot, tooLarge(slot, total));
            } else if (total >= 0) {
                pending.arriving(slot, new Head(metadata, times, decompressor, new Assembly((int) total)));
                append(slot, array, in.position(), end);
            } else {
                arrive(slot, array, in.position(), end, new Head(metadata, times, decompressor, null));
            }
        }
    }

    /** Returns the streams of a call whose results are a stream; null for other calls. */
    private @Nullable ClientStreams results(int slot) {
        ClientStreams found = streams.get(pending.id(slot));
        if (found == null || !requireNonNull(pending.call(slot)).method().resultStreams()) {
            return null;
        }
        if (found.in() != null) {
            throw new ProtocolException("reply: a second reply to a call whose results have begun");
        }
        return found;
    }

    private Metadata metadata(FieldReader in) {
        return in.metadata(settings.maxMetadata(), StatusCode.INTERNAL);
    }

    /** Reads the times of the server's steps that this client knows: missing ones are 0, further ones are skipped. */
    private static long[] times(FieldReader in) {
        long[] times = new long[SERVER_STEPS];
        int count = in.u8();
        for (int i = 0; i < count; i++) {
            long nanos = Math.max(0, in.i64());
            if (i < times.length) {
                times[i] = nanos;
            }
        }
        return times;
    }

    private RpcException tooLarge(int slot, long length) {
        String method = requireNonNull(pending.call(slot)).method().displayName();
        return new RpcException(
                StatusCode.RESOURCE_EXHAUSTED,
                "the result of " + method + " is " + length + " bytes (expected: at most " + settings.maxMessage()
                        + ")");
    }

    void chunk(byte[] array, int from, int end, long nanos) {
        now = nanos;
        FieldReader in = new FieldReader("chunk", array, from, end);
        int slot = pending.slot((int) in.u32());
        if (slot >= 0 && pending.arriving(slot) != null) {
            append(slot, array, in.position(), end);
        } else {
            in.checkPart(Integer.MAX_VALUE);
        }
    }

    private void append(int slot, byte[] array, int from, int end) {
        Head head = requireNonNull(pending.arriving(slot));
        Assembly assembly = requireNonNull(head.assembly);
        if (!memory.take(assembly.growth(end - from))) {
            fail(slot, memory.failure("a result of " + assembly.total() + " bytes"));
        } else if (assembly.add(array, from, end)) {
            arrive(slot, assembly.message(), 0, assembly.total(), head);
        }
    }

    /** Ends step 8: delivers the complete reply to its caller. */
    @PerformsStep(Step.TRAVEL_TO_CLIENT)
    private void arrive(int slot, byte[] array, int from, int end, Head head) {
        if (end - from > settings.maxMessage()) {
            fail(slot, tooLarge(slot, end - from));
            return;
        }
        Call call = requireNonNull(pending.call(slot));
        ReplyTo replyTo = requireNonNull(pending.replyTo(slot));
        ClientStreams stream = streams.remove(pending.id(slot));
        pending.remove(slot);
        if (stream != null) {
            stream.finish();
        }
        if (Deadlines.passed(call, now)) {
            ClientKernel.deliverFailure(call, replyTo, Deadlines.failure(call, false));
            return;
        }
        call.begin(Step.TRAVEL_TO_CLIENT);
        received.reset(call.binding(), array, from, end - from, head.metadata, head.times);
        ClientKernel.deliver(
                call, replyTo, head.decompressor == null ? received : received.compressedBy(head.decompressor));
    }

    private void fail(int slot, RpcException failure) {
        Call call = requireNonNull(pending.call(slot));
        ReplyTo replyTo = requireNonNull(pending.replyTo(slot));
        ClientStreams stream = streams.remove(pending.id(slot));
        pending.leaveMessage(slot, failure);
        pending.remove(slot);
        boolean late = Deadlines.passed(call, System.nanoTime());
        if (!late) {
            call.begin(Step.TRAVEL_TO_CLIENT);
        }
        RpcException outcome = late ? Deadlines.failure(call, failure.notStarted()) : failure;
        if (stream == null) {
            ClientKernel.deliverFailure(call, replyTo, outcome);
        } else if (late) {
            // Results that nobody may ever request must not delay the failure.
            stream.aborted(outcome);
        } else {
            stream.failed(outcome);
        }
    }

    /** Handles an error: {@code flags u8 | call u32 | code u8 | text | details | [metadata] | [name | message]}. */
    void error(byte[] array, int from, int end) {
        FieldReader in = new FieldReader("error", array, from, end);
        int flags = in.u8();
        if ((flags & ~KNOWN_ERROR_FLAGS) != 0) {
            throw new ProtocolException("error: flags " + flags + " (expected: a subset of " + KNOWN_ERROR_FLAGS + ")");
        }
        int id = (int) in.u32();
        int slot = pending.slot(id);
        int number = in.u8();
        String text = in.text(in.u16());
        byte[] details = in.bytes(in.u16());
        Metadata metadata = Metadata.EMPTY;
        try {
            metadata = (flags & Wire.FLAG_METADATA) == 0 ? metadata : metadata(in);
        } catch (RpcException e) {
            LOG.debug("an error's metadata is dropped: {}", e.getMessage());
        }
        Declared declared = (flags & Wire.FLAG_DECLARED) == 0 ? null : declared(in);
        if (slot < 0) {
            pending.answeredLate(id, true);
            return;
        }
        boolean notStarted = (flags & Wire.FLAG_NOT_STARTED) != 0;
        StatusCode code = StatusCode.of(number);
        WireFailure failure = code == null
                ? new WireFailure(
                        StatusCode.UNKNOWN, unknown(number, text, declared), details, metadata, notStarted, declared)
                : new WireFailure(code, text, details, metadata, notStarted, declared);
        fail(slot, failure.received(requireNonNull(pending.call(slot)).binding()));
    }

    private static Declared declared(FieldReader in) {
        String name = in.text(in.u16());
        return new Declared(name, in.bytes(in.remaining()));
    }

    private static String unknown(int number, String text, @Nullable Declared declared) {
        return declared == null ? "status code " + number + " (expected: 1..16): " + text : text;
    }
}
