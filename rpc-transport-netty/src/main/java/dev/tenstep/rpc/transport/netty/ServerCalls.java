package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.KernelSettings;
import dev.tenstep.rpc.server.IncomingCall;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.worker.RefusalLog;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight on one of a server's connections: their number and its limit, their ids, and their deadlines.
 * Event loop only.
 *
 * <p>A protocol calls {@link #admit()} first, {@link #begin} when a request has begun, {@link #add} when it is complete and not
 * answered at once, and {@link #ended} when its answer is on its way or it never became a call.
 */
public final class ServerCalls {
    /** The approximate bytes that an unanswered call takes besides its message. */
    public static final int CALL_BYTES = 256;

    /**
     * The longest time between two sweeps, so that a lost connection is not kept long for the deadlines of its calls.
     */
    private static final long SWEEP_MILLIS = 1000;
    /** The calls that a connection may have however little memory there is. */
    private static final int FEW_CALLS = 16;

    /** The logs of a server's limits that refuse calls of its connections. */
    static final class Refusals {
        private final RefusalLog inFlight = new RefusalLog("rpc.in-flight.limit");
        private final RefusalLog memory = new RefusalLog("rpc.memory.limit");
        private final RefusalLog undecoded = new RefusalLog("rpc.undecoded.limit");
    }

    private final ConnectionContext context;
    private final KernelSettings settings;
    private final MemoryBudget.Share memory;
    private final DeadlineSweep sweep;
    private final LongObjectHashMap<IncomingCall> active = new LongObjectHashMap<>();
    private int inFlight;
    private boolean draining;
    private long lastCallNanos = System.nanoTime();

    ServerCalls(ConnectionContext context) {
        this.context = context;
        this.settings = context.settings();
        this.memory = context.memory();
        this.sweep = new DeadlineSweep(context.channel().eventLoop(), SWEEP_MILLIS, this::sweep);
    }

    /** Stops admitting calls. */
    public void drain() {
        draining = true;
    }

    /** Returns the reason why another call may not begin; null if it may. */
    public @Nullable Refusal admit() {
        if (draining) {
            return Refusal.of(StatusCode.UNAVAILABLE, "the server is draining");
        }
        if (inFlight >= settings.maxInFlight()) {
            String why = "the connection has " + inFlight + " calls in flight (expected: at most "
                    + settings.maxInFlight() + ")";
            return logged(context.refusals().inFlight, Refusal.of(StatusCode.RESOURCE_EXHAUSTED, why));
        }
        if (inFlight >= FEW_CALLS && !memory.fits(CALL_BYTES)) {
            return noRoom("the connection has " + inFlight + " calls in flight");
        }
        return null;
    }

    /** Refuses a call for want of memory, and has that logged; a protocol says what there is no room for. */
    public Refusal noRoom(String what) {
        return logged(context.refusals().memory, memory.refusal(what));
    }

    /** Refuses a call because too many wait to be decoded, and has that logged. */
    public Refusal tooMuchUndecoded() {
        return logged(
                context.refusals().undecoded,
                Refusal.of(StatusCode.RESOURCE_EXHAUSTED, "the connection is at its limit of undecoded requests"));
    }

    private Refusal logged(RefusalLog log, Refusal refusal) {
        log.refused(context::peer, String.valueOf(refusal.failure().getMessage()));
        return refusal;
    }

    /** Counts a call whose request began at that time, by {@link System#nanoTime()}. */
    public void begin(long nowNanos) {
        inFlight++;
        lastCallNanos = nowNanos;
    }

    /** Keeps a call under its client's id, and cancels it when its deadline passes. */
    public void add(long id, IncomingCall call) {
        active.put(id, call);
        memory.held().add(CALL_BYTES);
        watch(call);
    }

    private void watch(IncomingCall call) {
        if (call.deadlineNanos() != 0) {
            sweep.watch(call.deadlineNanos());
        }
    }

    /** Returns the call of that id; null if there is none. */
    public @Nullable IncomingCall get(long id) {
        return inFlight == 0 ? null : active.get(id);
    }

    /** Returns a copy of all calls that were added. */
    public List<IncomingCall> all() {
        return active.isEmpty() ? List.of() : new ArrayList<>(active.values());
    }

    /** Stops counting a call, whether it was added or not: its id may be used again. */
    public void ended(long id) {
        inFlight--;
        if (!active.isEmpty() && active.remove(id) != null) {
            memory.held().add(-CALL_BYTES);
        }
    }

    /** Cancels the calls whose deadline has passed: their clients may have had no chance to do so. */
    private void sweep(long now) {
        List<IncomingCall> late = new ArrayList<>();
        for (IncomingCall call : active.values()) {
            if (call.cancelled()) {
                continue;
            }
            if (Deadlines.passed(call, now)) {
                late.add(call);
            } else {
                watch(call);
            }
        }
        for (IncomingCall call : late) {
            String text = "the deadline of " + call.method().displayName() + " passed on the server";
            call.cancel(new RpcException(StatusCode.DEADLINE_EXCEEDED, text));
        }
    }

    /** Cancels the call of an id, even one that carries streams; returns false if there is none. */
    public boolean cancel(long id, RpcException why) {
        IncomingCall call = active.get(id);
        if (call == null) {
            return false;
        }
        call.cancel(why);
        return true;
    }

    /** Cancels all calls, since the connection is closed. */
    public void close(RpcException why) {
        // Answering a call removes it from the table, so iterate over a copy.
        all().forEach(call -> call.cancel(why));
        memory.held().add(-(long) CALL_BYTES * active.size());
        active.clear();
        inFlight = 0;
    }

    /** Returns the number of calls that have begun and not ended. */
    public int inFlight() {
        return inFlight;
    }

    /**
     * Returns the time when the last call began, by {@link System#nanoTime()}; at first, the time when the connection
     * was made.
     */
    public long lastCallNanos() {
        return lastCallNanos;
    }
}
