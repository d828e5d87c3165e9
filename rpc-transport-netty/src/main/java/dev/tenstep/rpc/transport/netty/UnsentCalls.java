package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.kernel.ClientKernel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The calls that wait for a connection, their parameters encoded, in order of arrival. Event loop only. */
final class UnsentCalls {
    /** The most calls that may wait. */
    static final int MAX_CALLS = 65_536;

    private final String endpoint;
    private final int maxBytes;
    private final ArrayDeque<Unsent> calls = new ArrayDeque<>();
    private long bytes;

    private record Unsent(Call call, ReplyTo replyTo, int length) {}

    /**
     * Makes an empty queue.
     *
     * @param maxBytes the most bytes of all parameters together; calls beyond are refused
     */
    UnsentCalls(String endpoint, int maxBytes) {
        this.endpoint = endpoint;
        this.maxBytes = maxBytes;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Adds a call whose parameters have that length; returns the failure if the queue is full. */
    @Nullable
    RpcException add(Call call, ReplyTo replyTo, int length) {
        if (calls.size() >= MAX_CALLS || bytes >= maxBytes) {
            String text = endpoint + ": " + calls.size() + " calls of " + bytes
                    + " bytes are waiting for a connection, which is the limit";
            return RpcException.notStarted(StatusCode.RESOURCE_EXHAUSTED, text, null);
        }
        calls.add(new Unsent(call, replyTo, length));
        bytes += length;
        return null;
    }

    /** Sends all calls, and fails those that are over. */
    void sendAll(BiConsumer<Call, ReplyTo> next) {
        for (Unsent unsent = calls.poll(); unsent != null; unsent = calls.poll()) {
            bytes -= unsent.length;
            if (unsent.call.cancelled()) {
                Deadlines.tell(unsent.call, unsent.replyTo);
            } else {
                next.accept(unsent.call, unsent.replyTo);
            }
        }
    }

    /**
     * Fails the calls.
     *
     * @param all whether to fail also those that wait for ready
     */
    void fail(RpcException failure, boolean all) {
        for (int i = calls.size(); i > 0; i--) {
            Unsent next = calls.remove();
            if (next.call.waitForReady() && !all) {
                calls.add(next);
            } else {
                bytes -= next.length;
                ClientKernel.deliverFailure(next.call, next.replyTo, failure);
            }
        }
    }

    /** Fails the calls whose deadline has passed, and those that were given up. */
    void sweep(long now, DeadlineSweep sweep) {
        List<Unsent> over = Deadlines.takeOut(calls, Unsent::call, now, sweep);
        over.forEach(unsent -> bytes -= unsent.length);
        over.forEach(unsent -> Deadlines.tell(unsent.call, unsent.replyTo));
    }
}
