package dev.tenstep.rpc.transport.netty;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.KernelSettings;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Refusal;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.ServerMethod;
import dev.tenstep.rpc.call.Services;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.transport.netty.FramedConnection.Farewell;
import dev.tenstep.rpc.transport.netty.ServerStreams.StreamCall;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Step 3 at the server: reads declarations and requests of one connection, and starts calls. Event loop only.
 *
 * <p>Longer than other files: each frame of a request meets the same tables.
 */
final class RequestReader {
    private static final int STREAM_FLAGS = Wire.FLAG_STREAM | Wire.FLAG_RESULTS;
    private static final int KNOWN_FLAGS =
            Wire.FLAG_CHUNKED | Wire.FLAG_METADATA | Wire.FLAG_TIMES | Wire.FLAG_COMPRESSED | STREAM_FLAGS;
    /** A connection that has gone is kept no longer for the deadlines of its calls. */
    private static final long SWEEP_MILLIS = 1000;

    /** A message of this length is not taken where there is no room; shorter ones are held back by not being read. */
    static final int LONG = 16 << 10;

    /** What a call that is not answered takes beside its message, about, in bytes; and how many a connection may have anyway. */
    static final int CALL_BYTES = 256;

    private static final int FEW_CALLS = 16;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ServerConnection connection;
    private final KernelSettings settings;
    private final long streamIdleNanos;
    private final Budget.Share memory;
    private final MethodTable methods;
    private final Sweep sweep;
    private final MessageInput input = new MessageInput();
    private final IntObjectHashMap<NettyCall> active = new IntObjectHashMap<>();
    private final IntObjectHashMap<LargeRequest> arriving = new IntObjectHashMap<>();
    private int streaming;
    private int inFlight;
    private long arrivingBytes;
    private long lastCallNanos = System.nanoTime();

    /** A request whose message comes in chunks. */
    private record LargeRequest(
            ServerMethod method, Metadata metadata, long deadlineNanos, int flags, Assembly assembly) {

        NettyCall call(MessageInput input, ServerConnection connection, int id) {
            return newCall(method, input, metadata, deadlineNanos, flags, connection, id);
        }
    }

    private static NettyCall newCall(
            ServerMethod method,
            MessageInput input,
            Metadata metadata,
            long deadlineNanos,
            int flags,
            ServerConnection connection,
            int id) {
        return method.binding().method().streams()
                ? new ServerStreams.StreamCall(method, input, metadata, deadlineNanos, flags, connection, id)
                : new NettyCall(method, input, metadata, deadlineNanos, flags, connection, id);
    }

    RequestReader(ServerConnection connection, Services services, KernelSettings settings, Budget.Share memory) {
        this.streamIdleNanos = services.streamIdleNanos();
        this.connection = connection;
        this.settings = settings;
        this.memory = memory;
        this.methods = new MethodTable(services, memory);
        this.sweep = new Sweep(connection.channel().eventLoop(), SWEEP_MILLIS, this::sweep);
    }

    /** Remembers what a number stands for; where there is no room for that, the client is to make another connection. */
    void declare(Declaration declaration) {
        if (!methods.declare(declaration)) {
            connection.farewell(Farewell.LIMIT, memory.noRoom("method id " + declaration.id()));
        }
    }

    void request(byte[] array, int from, int end, long now, boolean draining) {
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
        if (inFlight > 0 && (active.containsKey(id) || arriving.containsKey(id))) {
            throw new ProtocolException("request: call id " + (id & 0xffffffffL) + " is in use");
        }
        Object method = methods.get(number);
        Refusal refusal = refusal(method, number, draining);
        if (refusal == null) {
            refusal = streamRefusal(
                    ((ServerMethod) requireNonNull(method)).binding().method(), flags & STREAM_FLAGS);
        }
        if (refusal != null) {
            new FieldReader("request", array, from + 11, end).passOver(flags);
            connection.refuse(id, refusal);
            return;
        }
        long deadline = timeout == 0 ? 0 : now + timeout * NANOS_PER_MILLI;
        lastCallNanos = now;
        ServerMethod found = (ServerMethod) requireNonNull(method);
        int length = end - from - 11;
        if (flags == 0 && length <= settings.maxMessage() && (length < LONG || memory.fits(length))) {
            input.reset(array, from + 11, end - from - 11);
            inFlight++;
            arrive(new NettyCall(found, input, Metadata.EMPTY, deadline, 0, connection, id));
        } else {
            requestWithMore(found, id, deadline, flags, new FieldReader("request", array, from + 11, end), array, end);
        }
    }

    private @Nullable Refusal refusal(@Nullable Object method, int number, boolean draining) {
        if (draining) {
            return Refusal.of(StatusCode.UNAVAILABLE, "the server drains");
        }
        if (method == null) {
            return Refusal.of(
                    StatusCode.UNIMPLEMENTED, "method id " + number + " was never declared on this connection");
        }
        if (inFlight >= settings.maxInFlight()) {
            return Refusal.of(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the connection has " + inFlight + " calls in flight (expected: at most " + settings.maxInFlight()
                            + ")");
        }
        if (inFlight >= FEW_CALLS && !memory.fits(CALL_BYTES)) {
            return memory.refusal("the connection has " + inFlight + " calls in flight");
        }
        if (streaming > 0 && memory.undecodedTooMuch()) {
            return Refusal.of(StatusCode.RESOURCE_EXHAUSTED, "the server has as many requests undecoded as it takes");
        }
        return method instanceof Refusal declared ? declared : null;
    }

    /** Why a request that says that of its streams is none of the method. */
    private @Nullable Refusal streamRefusal(MethodContract method, int found) {
        if (found != 0 && !connection.clientHasStreams()) {
            return ServerStreams.noStreams(method);
        }
        int expected = ServerStreams.flags(method);
        return found == expected ? null : ServerStreams.mismatch(method, found, expected);
    }

    private void requestWithMore(
            ServerMethod method, int id, long deadline, int flags, FieldReader in, byte[] array, int end) {
        long total = (flags & Wire.FLAG_CHUNKED) == 0 ? -1 : in.u32();
        Metadata metadata = Metadata.EMPTY;
        Refusal flaw = null;
        try {
            metadata = (flags & Wire.FLAG_METADATA) == 0
                    ? metadata
                    : in.metadata(settings.maxMetadata(), StatusCode.INVALID_ARGUMENT);
        } catch (RpcException e) {
            flaw = Refusal.of(e);
        }
        if (total >= 0) {
            in.checkPart(total);
        }
        if (flaw != null) {
            connection.refuse(id, flaw);
            return;
        }
        long length = total < 0 ? in.remaining() : total;
        if (length > settings.maxMessage() || arrivingBytes + total > settings.maxUndecoded()) {
            connection.refuse(id, tooLarge(length));
            return;
        }
        if (length >= LONG && !memory.fits(end - in.position())) {
            connection.refuse(id, noRoom(length));
            return;
        }
        inFlight++;
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
                        + ", and with others under way at most " + settings.maxUndecoded() + ")");
    }

    private Refusal noRoom(long length) {
        return memory.refusal("a message of " + length + " bytes");
    }

    /** The next part of a request's message; of a request that was refused or cancelled it is passed over. */
    void chunk(byte[] array, int from, int end) {
        FieldReader in = new FieldReader("chunk", array, from, end);
        int id = (int) in.u32();
        LargeRequest request = arriving.get(id);
        if (request != null) {
            append(id, request, array, in.position(), end);
        } else if (!(active.get(id) instanceof StreamCall call)
                || !call.streams().chunk(array, in.position(), end)) {
            in.checkPart(Integer.MAX_VALUE);
        }
    }

    /** A frame of a stream; of a call that has ended it is passed over. */
    void streamFrame(int type, byte[] array, int from, int end) {
        FieldReader in = new FieldReader(CallStreams.name(type), array, from, end);
        int flags = CallStreams.checkFlags(type, in.u8(), 0);
        int id = (int) in.u32();
        NettyCall known = active.get(id);
        if (known instanceof StreamCall call) {
            switch (type) {
                case Wire.ITEM -> call.streams().item(flags, in, array, end);
                case Wire.CREDIT -> call.streams().credit(in);
                default -> call.streams().parameterEnded();
            }
        } else if (known != null || arriving.containsKey(id)) {
            // Of a request in chunks, elements and credit come behind the last one.
            throw CallStreams.noSuchStream(type, id);
        } else {
            CallStreams.passOver(type, flags, in);
        }
    }

    /** There is room for results again, or there may be. */
    void resumeStreams() {
        for (NettyCall call : active.values()) {
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

    /** Step 3 ends: the request is whole, and is served. */
    @PerformsStep(Step.TRAVEL_TO_SERVER)
    private void arrive(NettyCall call) {
        call.begin(Step.TRAVEL_TO_SERVER);
        if (call instanceof StreamCall) {
            streaming++;
            watch(call);
            call.serve();
            return;
        }
        call.serve();
        if (!call.answered()) {
            watch(call);
        }
    }

    private void watch(NettyCall call) {
        active.put(call.id(), call);
        memory.held().add(CALL_BYTES);
        watchDeadline(call);
    }

    private void watchDeadline(NettyCall call) {
        if (call.deadlineNanos() != 0) {
            sweep.watch(call.deadlineNanos());
        }
    }

    /** Cancels the calls whose deadline has passed: their clients may have had no chance to say so. */
    private void sweep(long now) {
        List<NettyCall> late = new ArrayList<>();
        for (NettyCall call : active.values()) {
            if (call.cancelled()) {
                continue;
            }
            if (Late.is(call, now)) {
                late.add(call);
            } else {
                watchDeadline(call);
            }
        }
        for (NettyCall call : late) {
            String text = "the deadline of " + call.method().displayName() + " passed at the server";
            call.cancel(new RpcException(StatusCode.DEADLINE_EXCEEDED, text));
        }
    }

    /** The call's reply is on its way; its id may be used again. */
    void answered(NettyCall call) {
        inFlight--;
        if (!active.isEmpty() && active.remove(call.id()) != null) {
            memory.held().add(-CALL_BYTES);
        }
        if (call instanceof StreamCall carrier) {
            streaming--;
            carrier.streams().answered(call);
        }
    }

    /** The client waits no more; a call that has ended meanwhile is nobody's fault. */
    void cancel(int id, boolean late) {
        LargeRequest request = arriving.get(id);
        if (request != null) {
            drop(id, request, StatusCode.CANCELLED, "cancelled while the request's message was under way");
            return;
        }
        NettyCall call = active.get(id);
        if (call != null) {
            call.cancel(cancelled(late));
        } else if (connection.forget(id)) {
            connection.end(id, cancelled(late));
        }
    }

    private static RpcException cancelled(boolean late) {
        if (late) {
            return new RpcException(StatusCode.DEADLINE_EXCEEDED, "the deadline of the call passed at the client");
        }
        return new RpcException(StatusCode.CANCELLED, "the client cancelled the call, or its deadline passed");
    }

    /** Ends the calls on whose streams nothing moves. */
    private void checkStreams(long now) {
        if (streaming > 0) {
            // What is ended leaves the table.
            for (NettyCall call : new ArrayList<>(active.values())) {
                if (call instanceof StreamCall carrier) {
                    carrier.streams().checkMoving(now, streamIdleNanos);
                }
            }
        }
    }

    /** Ends the requests whose messages do not go on, or would be complete too late; and streams that do not move. */
    void checkProgress(long now) {
        checkStreams(now);
        List<Integer> ids = new ArrayList<>(arriving.keySet());
        for (int id : ids) {
            LargeRequest request = requireNonNull(arriving.get(id));
            Assembly message = request.assembly;
            if (request.deadlineNanos != 0 && now - request.deadlineNanos >= 0) {
                drop(id, request, StatusCode.DEADLINE_EXCEEDED, "the deadline passed in the request's message");
            } else if (now - message.grownNanos() > settings.progressTimeout().toNanos()) {
                drop(id, request, StatusCode.DEADLINE_EXCEEDED, "the request's message does not go on");
            } else if (now - message.begunNanos() > settings.messageTimeout().toNanos()) {
                String text = "the request's message was not whole within "
                        + FramedConnection.text(settings.messageTimeout());
                drop(id, request, StatusCode.DEADLINE_EXCEEDED, text);
            }
        }
        if (streaming > 0) {
            for (NettyCall call : new ArrayList<>(active.values())) {
                if (call instanceof StreamCall carrier) {
                    carrier.streams().checkProgress(now);
                }
            }
        }
    }

    /** Gives up a request whose message is incomplete. */
    private void drop(int id, LargeRequest request, StatusCode code, String why) {
        drop(id, request, Refusal.of(code, why));
    }

    private void drop(int id, LargeRequest request, Refusal why) {
        arriving.remove(id);
        arrivingBytes -= request.assembly.total();
        memory.held().add(-request.assembly.held());
        inFlight--;
        connection.refuse(id, why);
    }

    void closed(RpcException why) {
        // What is answered leaves the table.
        for (NettyCall call : new ArrayList<>(active.values())) {
            call.cancel(why);
        }
        memory.held().add(-(long) CALL_BYTES * active.size());
        active.clear();
        arriving.values().forEach(request -> memory.held().add(-request.assembly.held()));
        arriving.clear();
        methods.close();
        inFlight = 0;
    }

    /** Whether calls that carry streams are in flight: then credit is to be read, whatever else waits. */
    boolean streaming() {
        return streaming > 0;
    }

    int inFlight() {
        return inFlight;
    }

    long lastCallNanos() {
        return lastCallNanos;
    }
}
