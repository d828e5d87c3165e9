package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.MethodContract.Style;
import org.jspecify.annotations.Nullable;

/**
 * Ends a call if its streams have been idle for long because of the client: it sends no elements, or takes no results. If
 * no handler thread is blocked, as in methods with publishers, ten times as long is allowed. Event loop only.
 */
public final class StreamIdle {
    private static final int TIMES_WITHOUT_HANDLER = 10;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private long lastMoved;
    private long movedNanos = System.nanoTime();

    /** Makes that of a new call. */
    public StreamIdle() {}

    /**
     * Checks the streams.
     *
     * @param now {@link System#nanoTime()}
     * @param moved the number of elements, and parts of elements, received or sent
     * @param waitsForPeer whether an element is requested, or waits for the peer to read
     * @return why the call is to be ended; null if it is not
     */
    public @Nullable RpcException check(
            long now, long moved, boolean waitsForPeer, MethodContract method, long idleNanos) {
        if (moved != lastMoved || !waitsForPeer) {
            lastMoved = moved;
            movedNanos = now;
            return null;
        }
        if (now - movedNanos <= (holdsHandler(method) ? idleNanos : mostNanos(idleNanos))) {
            return null;
        }
        String text = "no progress on the streams of " + method.displayName() + " for "
                + (now - movedNanos) / NANOS_PER_SECOND + " s: the client sends no elements or consumes no results";
        return new RpcException(StatusCode.DEADLINE_EXCEEDED, text);
    }

    /** Returns the longest that a stream may be idle because of the client, in nanoseconds. */
    public static long mostNanos(long idleNanos) {
        return idleNanos * TIMES_WITHOUT_HANDLER;
    }

    private static boolean holdsHandler(MethodContract method) {
        Style style = method.style();
        return style == Style.STREAM
                || style == Style.BLOCKING
                || (method.stream() != null && method.stream().blocking());
    }
}
