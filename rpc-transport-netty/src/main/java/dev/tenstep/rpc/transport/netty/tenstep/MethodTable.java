package dev.tenstep.rpc.transport.netty.tenstep;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.Services;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import dev.tenstep.rpc.transport.netty.connection.ProtocolException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The methods that a client has declared on one connection: for each number the server's own method, or why there is
 * none. Names are not kept; few and short reasons are, and one stands for all others. Event loop only.
 */
final class MethodTable {
    private static final int FIRST_CAPACITY = 16;
    /** The most reasons that are kept. */
    private static final int MOST_REASONS = 64;

    private static final int LONGEST_REASON = 512;
    /** The approximate size of a reference, in bytes. */
    private static final int REFERENCE = 4;

    private static final int REASON = 1024;

    private static final String TOO_MANY = "the server does not serve the method as it was declared, nor "
            + MOST_REASONS + " others of the connection, and does not remember why";

    /** Stands for a reason that is not kept. */
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

    /** Returns the method of a number, or the {@link Refusal} of its calls; null if it was not declared. */
    @Nullable
    Object get(int id) {
        Object found = id < methods.length ? methods[id] : null;
        return found == ONE_OF_MANY ? reason(StatusCode.UNIMPLEMENTED, TOO_MANY) : found;
    }

    /**
     * Remembers the method of a number, or why there is none, for the answers to its requests.
     *
     * @return false if there is no memory for more
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
            methods[id] = reasons < MOST_REASONS && hold(REASON) ? remembered(refusal) : ONE_OF_MANY;
        }
        return true;
    }

    private boolean hold(long bytes) {
        boolean room = memory.take(bytes);
        held += room ? bytes : 0;
        return room;
    }

    private Refusal remembered(RpcException refusal) {
        reasons++;
        String text = String.valueOf(refusal.getMessage());
        int most = Math.min(text.length(), LONGEST_REASON);
        return reason(refusal.code(), most < text.length() ? text.substring(0, most) + "..." : text);
    }

    /** Makes a refusal without a stack trace, which is longer than the text and says nothing. */
    private static Refusal reason(StatusCode code, String text) {
        Refusal reason = Refusal.of(code, text);
        reason.failure().setStackTrace(new StackTraceElement[0]);
        return reason;
    }

    /** Releases the table when the connection is over. */
    void close() {
        memory.held().add(-held);
        held = 0;
        methods = new Object[0];
    }
}
