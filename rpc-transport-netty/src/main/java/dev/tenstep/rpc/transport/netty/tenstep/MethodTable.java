package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a client has declared on one connection: for each number the server's own method, or why it stands for none. No names
 * are kept; of reasons, few and short ones, and one for all beyond those. Event loop only.
 */
final class MethodTable {
    private static final int FIRST_CAPACITY = 16;
    /** Reasons that are kept, and how long they may be. */
    private static final int MOST_REASONS = 64;

    private static final int LONGEST_REASON = 512;
    /** What a reference and a reason of that length take, about, in bytes. */
    private static final int REFERENCE = 4;

    private static final int REASON = 1024;

    private static final String TOO_MANY = "the server does not serve the method as it was declared, nor "
            + MOST_REASONS + " others of the connection, and does not remember why";

    /** In the place of a reason that is not kept. */
    private static final Object ONE_OF_MANY = new Object();

    private final Services services;
    private final MemoryBudget.Share memory;
    private @Nullable Object[] methods = new Object[FIRST_CAPACITY];
    private int reasons;
    private long held;

    MethodTable(Services services, MemoryBudget.Share memory) {
        this.services = services;
        this.memory = memory;
    }

    /** The method of a number, or the {@link Refusal} that its calls are answered with; null if it was not declared. */
    @Nullable
    Object get(int id) {
        Object found = id < methods.length ? methods[id] : null;
        return found == ONE_OF_MANY ? reason(StatusCode.UNIMPLEMENTED, TOO_MANY) : found;
    }

    /**
     * Remembers what a number stands for, or why it stands for nothing: each of its requests is told so.
     *
     * @return false if there is no room to remember more
     */
    boolean declare(Declaration declaration) {
        int id = declaration.id();
        if (id >= methods.length) {
            int length = Math.min(Wire.MAX_METHODS, Math.max(id + 1, methods.length * 2));
            if (!hold((long) (length - methods.length) * REFERENCE)) {
                return false;
            }
            methods = Arrays.copyOf(methods, length);
        }
        if (methods[id] != null) {
            throw new ProtocolException("declare: method id " + id + " is declared already");
        }
        try {
            methods[id] = declaration.find(services);
        } catch (RpcException refusal) {
            methods[id] = reasons < MOST_REASONS && hold(REASON) ? kept(refusal) : ONE_OF_MANY;
        }
        return true;
    }

    private boolean hold(long bytes) {
        boolean room = memory.take(bytes);
        held += room ? bytes : 0;
        return room;
    }

    private Refusal kept(RpcException refusal) {
        reasons++;
        String text = String.valueOf(refusal.getMessage());
        int most = Math.min(text.length(), LONGEST_REASON);
        return reason(refusal.code(), most < text.length() ? text.substring(0, most) + "..." : text);
    }

    /** Without a stack, which is longer than the text and says nothing. */
    private static Refusal reason(StatusCode code, String text) {
        Refusal reason = Refusal.of(code, text);
        reason.failure().setStackTrace(new StackTraceElement[0]);
        return reason;
    }

    /** The connection is over. */
    void close() {
        memory.held().add(-held);
        held = 0;
        methods = new Object[0];
    }
}
