package dev.tenstep.rpc.transport.netty.tenstep;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.server.IncomingCall;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.transport.netty.ConnectionContext;
import dev.tenstep.rpc.transport.netty.Deadlines;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.ServerCalls;
import dev.tenstep.rpc.transport.netty.connection.Assembly;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import dev.tenstep.rpc.transport.netty.connection.ServerSide;
import dev.tenstep.rpc.transport.netty.tenstep.ServerStreams.StreamCall;
import dev.tenstep.rpc.transport.netty.tenstep.TenstepConnection.GoAwayReason;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Step 3 on the server: reads a connection's declarations and requests, and starts calls. Event loop only.
 *
 * <p>Longer than other files: all frames of a request use the same tables.
 */
final class RequestReader implements ServerSide.Streams {
    private static final int STREAM_FLAGS = Wire.FLAG_STREAM | Wire.FLAG_RESULTS;
    private static final int KNOWN_FLAGS =
            Wire.FLAG_CHUNKED | Wire.FLAG_METADATA | Wire.FLAG_TIMES | Wire.FLAG_COMPRESSED | STREAM_FLAGS;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final TenstepServerConnection connection;
    private final KernelSettings settings;
    private final long streamIdleNanos;
    private final MemoryBudget.Share memory;
    private final MethodTable methods;
    private final ServerCalls calls;
    private final MessageInput input = new MessageInput();
    private final IntObjectHashMap<LargeRequest> arriving = new IntObjectHashMap<>();
    private int streaming;
    private long arrivingBytes;

    /** A request whose message arrives in chunks. */
    private record LargeRequest(
            ServerMethod method, Metadata metadata, long deadlineNanos, int flags, Assembly assembly) {

        TenstepCall call(MessageInput input, TenstepServerConnection connection, int id) {
            return newCall(method, input, metadata, deadlineNanos, flags, connection, id);
        }
    }

    private static TenstepCall newCall(
            ServerMethod method,
            MessageInput input,
            Metadata metadata,
            long deadlineNanos,
            int flags,
            TenstepServerConnection connection,
            int id) {
        return method.binding().method().streams()
                ? new ServerStreams.StreamCall(method, input, metadata, deadlineNanos, flags, connection, id)
                : new TenstepCall(method, input, metadata, deadlineNanos, flags, connection, id);
    }

    RequestReader(TenstepServerConnection connection, ConnectionContext context) {
        this.streamIdleNanos = context.services().streamIdleNanos();
        this.connection = connection;
        this.settings = context.settings();
        this.memory = context.memory();
        this.calls = context.calls();
        this.methods = new MethodTable(context.services(), memory);
    }

    /** Remembers a declared method. If there is no memory for it, the client has to make another connection. */
    void declare(Declaration declaration) {
        if (!methods.declare(declaration)) {
            connection.farewell(GoAwayReason.LIMIT, memory.noRoom("method id " + declaration.id()));
        }
    }

    void request(byte[] array, int from, int end, long now) {
        if (end - from < Wire.REQUEST_HEADER - 5) {
            throw new ProtocolException("request: " + (end - from) + " bytes (expected: at least 11)");
        }
        int flags = array[from] & 0xff;
        if ((flags & ~KNOWN_FLAGS) != 0) {
            throw new ProtocolException("request: flags " + flags + " (expected: a subset of " + KNOWN_FLAGS + ")");
        }
        int number = Wire.u16(array, from + 1);
        int id = Wire.i32(array, from + 3);
        long timeout = Wire.u32(array, from + 7);
        if (calls.get(id) != null || (!arriving.isEmpty() && arriving.containsKey(id))) {
            throw new ProtocolException("request: call id " + (id & 0xffffffffL) + " is in use");
        }
        Object method = methods.get(number);
        Refusal refusal = refusal(method, number);
        if (refusal == null) {
            refusal = streamRefusal(
                    ((ServerMethod) requireNonNull(method)).binding().method(), flags & STREAM_FLAGS);
        }
        if (refusal != null) {
            new FieldReader("request", array, from + 11, end).skip(flags);
            connection.refuse(id, refusal);
            return;
        }
        long deadline = timeout == 0 ? 0 : now + timeout * NANOS_PER_MILLI;
        ServerMethod found = (ServerMethod) requireNonNull(method);
        int length = end - from - 11;
        if (flags == 0 && length <= settings.maxMessage() && (length < ServerSide.LONG || memory.fits(length))) {
            input.reset(array, from + 11, end - from - 11);
            calls.begin(now);
            arrive(new TenstepCall(found, input, Metadata.EMPTY, deadline, 0, connection, id));
        } else {
            requestWithFields(
                    found, id, deadline, flags, new FieldReader("request", array, from + 11, end), array, end, now);
        }
    }

    private @Nullable Refusal refusal(@Nullable Object method, int number) {
        Refusal full = calls.admit();
        if (full != null) {
            return full;
        }
        if (method == null) {
            return Refusal.of(
                    StatusCode.UNIMPLEMENTED, "method id " + number + " was never declared on this connection");
        }
        if (streaming > 0 && memory.undecodedTooMuch()) {
            return calls.tooMuchUndecoded();
        }
        return method instanceof Refusal declared ? declared : null;
    }

    /** Returns the refusal of a request whose stream flags do not match the method; null if they do. */
    private @Nullable Refusal streamRefusal(MethodContract method, int found) {
        if (found != 0 && !connection.clientHasStreams()) {
            return ServerStreams.noStreams(method);
        }
        int expected = ServerStreams.flags(method);
        return found == expected ? null : ServerStreams.mismatch(method, found, expected);
    }

    private void requestWithFields(
            ServerMethod method, int id, long deadline, int flags, FieldReader in, byte[] array, int end, long now) {
        long total = (flags & Wire.FLAG_CHUNKED) == 0 ? -1 : in.u32();
        Metadata metadata = Metadata.EMPTY;
        Refusal malformed = null;
        try {
            metadata = (flags & Wire.FLAG_METADATA) == 0
                    ? metadata
                    : in.metadata(settings.maxMetadata(), StatusCode.INVALID_ARGUMENT);
        } catch (RpcException e) {
            malformed = Refusal.of(e);
        }
        if (total >= 0) {
            in.checkPart(total);
        }
        if (malformed != null) {
            connection.refuse(id, malformed);
            return;
        }
        long length = total < 0 ? in.remaining() : total;
        if (length > settings.maxMessage() || arrivingBytes + total > settings.maxUndecoded()) {
            connection.refuse(id, tooLarge(length));
            return;
        }
        if (length >= ServerSide.LONG && !memory.fits(end - in.position())) {
            connection.refuse(id, noRoom(length));
            return;
        }
        calls.begin(now);
        if (total < 0) {
            input.reset(array, in.position(), in.remaining());
            arrive(newCall(method, input, metadata, deadline, flags, connection, id));
        } else {
            arrivingBytes += total;
            LargeRequest request = new LargeRequest(method, metadata, deadline, flags, new Assembly((int) total));
            arriving.put(id, request);
            append(id, request, array, in.position(), end);
        }
    }

    private Refusal tooLarge(long length) {
        return Refusal.of(
                StatusCode.RESOURCE_EXHAUSTED,
                "a message of " + length + " bytes (expected: at most " + settings.maxMessage()
                        + ", and with others in flight at most " + settings.maxUndecoded() + ")");
    }

    private Refusal noRoom(long length) {
        return calls.noRoom("a message of " + length + " bytes");
    }

    /** Takes the next part of a request's message; skips it if the request was refused or cancelled. */
    void chunk(byte[] array, int from, int end) {
        FieldReader in = new FieldReader("chunk", array, from, end);
        int id = (int) in.u32();
        LargeRequest request = arriving.get(id);
        if (request != null) {
            append(id, request, array, in.position(), end);
        } else if (!(calls.get(id) instanceof StreamCall call)
                || !call.streams().chunk(array, in.position(), end)) {
            in.checkPart(Integer.MAX_VALUE);
        }
    }

    /** Handles a stream's frame; skips it if its call has ended. */
    void streamFrame(int type, byte[] array, int from, int end) {
        FieldReader in = new FieldReader(TenstepStreams.name(type), array, from, end);
        int flags = TenstepStreams.checkFlags(type, in.u8(), 0);
        int id = (int) in.u32();
        IncomingCall known = calls.get(id);
        if (known instanceof StreamCall call) {
            switch (type) {
                case Wire.ITEM -> call.streams().item(flags, in, array, end);
                case Wire.CREDIT -> call.streams().credit(in);
                default -> call.streams().parameterEnded();
            }
        } else if (known != null || arriving.containsKey(id)) {
            // Elements and credit of a chunked request come only after its last chunk.
            throw TenstepStreams.noSuchStream(type, id);
        } else {
            TenstepStreams.skip(type, flags, in);
        }
    }

    @Override
    public void resumeStreams() {
        if (streaming == 0) {
            return;
        }
        for (IncomingCall call : calls.all()) {
            if (call instanceof StreamCall carrier) {
                carrier.streams().resume();
            }
        }
    }

    private void append(int id, LargeRequest request, byte[] array, int from, int end) {
        Assembly assembly = request.assembly;
        if (!memory.take(assembly.growth(end - from))) {
            drop(id, request, noRoom(assembly.total()));
        } else if (assembly.add(array, from, end)) {
            arriving.remove(id);
            arrivingBytes -= assembly.total();
            input.reset(assembly.message(), 0, assembly.total());
            try {
                arrive(request.call(input, connection, id));
            } finally {
                memory.held().add(-assembly.held());
            }
        }
    }

    /** Ends step 3: serves the complete request. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    private void arrive(TenstepCall call) {
        call.begin(Step.TRAVEL_TO_SERVER);
        if (call instanceof StreamCall) {
            streaming++;
            calls.add(call.id(), call);
            call.serve();
            return;
        }
        call.serve();
        if (!call.answered()) {
            calls.add(call.id(), call);
        }
    }

    /** Removes a call whose reply is on its way; its id may be used again. */
    void answered(TenstepCall call) {
        calls.ended(call.id());
        if (call instanceof StreamCall carrier) {
            streaming--;
            carrier.streams().answered(call);
        }
    }

    /** Cancels a call, or ignores that if it has ended meanwhile. */
    void cancel(int id, boolean late) {
        LargeRequest request = arriving.get(id);
        if (request != null) {
            drop(id, request, StatusCode.CANCELLED, "cancelled before the request's message was complete");
            return;
        }
        if (!calls.cancel(id, cancelled(late)) && connection.forget(id)) {
            connection.end(id, cancelled(late));
        }
    }

    private static RpcException cancelled(boolean late) {
        if (late) {
            return new RpcException(StatusCode.DEADLINE_EXCEEDED, "the deadline of the call passed on the client");
        }
        return new RpcException(StatusCode.CANCELLED, "the client cancelled the call, or its deadline passed");
    }

    /** Ends the calls whose streams are idle. */
    private void checkStreams(long now) {
        if (streaming > 0) {
            // Ending a call removes it from the table, so iterate over a copy.
            for (IncomingCall call : calls.all()) {
                if (call instanceof StreamCall carrier) {
                    carrier.streams().checkMoving(now, streamIdleNanos);
                }
            }
        }
    }

    /** Ends the requests whose messages stall or would be complete too late, and streams that are idle. */
    void checkProgress(long now) {
        checkStreams(now);
        List<Integer> ids = new ArrayList<>(arriving.keySet());
        for (int id : ids) {
            LargeRequest request = requireNonNull(arriving.get(id));
            Assembly message = request.assembly;
            if (request.deadlineNanos != 0 && now - request.deadlineNanos >= 0) {
                drop(
                        id,
                        request,
                        StatusCode.DEADLINE_EXCEEDED,
                        "the deadline passed before the request's message was complete");
            } else if (now - message.grownNanos() > settings.progressTimeout().toNanos()) {
                drop(id, request, StatusCode.DEADLINE_EXCEEDED, "the request's message stalled");
            } else if (now - message.startedNanos() > settings.messageTimeout().toNanos()) {
                String text =
                        "the request's message was not complete within " + Deadlines.text(settings.messageTimeout());
                drop(id, request, StatusCode.DEADLINE_EXCEEDED, text);
            }
        }
        if (streaming > 0) {
            for (IncomingCall call : calls.all()) {
                if (call instanceof StreamCall carrier) {
                    carrier.streams().checkProgress(now);
                }
            }
        }
    }

    /** Drops a request whose message is incomplete. */
    private void drop(int id, LargeRequest request, StatusCode code, String why) {
        drop(id, request, Refusal.of(code, why));
    }

    private void drop(int id, LargeRequest request, Refusal why) {
        arriving.remove(id);
        arrivingBytes -= request.assembly.total();
        memory.held().add(-request.assembly.held());
        calls.ended(id);
        connection.refuse(id, why);
    }

    void closed(RpcException why) {
        calls.close(why);
        arriving.values().forEach(request -> memory.held().add(-request.assembly.held()));
        arriving.clear();
        methods.close();
    }

    /** Returns the input in which messages are lent to calls. */
    MessageInput input() {
        return input;
    }

    @Override
    public boolean streaming() {
        return streaming > 0;
    }
}
