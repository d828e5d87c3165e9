package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Cancellation;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.StepTimes;
import org.jspecify.annotations.Nullable;

/**
 * The state that most calls on a server do without, which keeps them small: metadata, context, step times,
 * cancellation.
 *
 * <p>Threads: as its call; metadata, context and bytes are guarded by the monitor.
 */
final class IncomingExtras {
    /** The extras of a call that has none: read-only. */
    static final IncomingExtras NONE = new IncomingExtras();

    final Cancellation cancellation = new Cancellation();
    volatile boolean cancelled;

    boolean traced;
    /** The time of admission by {@link System#nanoTime()}; 0 without a limit. */
    long enteredNanos;

    @Nullable
    StepTimes times;

    Metadata metadata = Metadata.EMPTY;
    Metadata replyMetadata = Metadata.EMPTY;
    Metadata trailers = Metadata.EMPTY;
    private @Nullable CallContext context;
    /** The bytes of the parameters that the handler owns until it has answered. */
    private int heldBytes;

    synchronized void hold(int bytes) {
        heldBytes += bytes;
    }

    /** Releases the held bytes and returns their number. */
    synchronized int release() {
        int held = heldBytes;
        heldBytes = 0;
        return held;
    }

    synchronized CallContext context(IncomingCall call, Call seen) {
        CallContext now = context;
        if (now == null || !now.shows(seen)) {
            now = new CallContext(call, seen);
            context = now;
        }
        return now;
    }

    synchronized void addReplyMetadata(Metadata more) {
        replyMetadata = replyMetadata.with(more);
    }

    synchronized void addTrailers(Metadata more) {
        trailers = trailers.with(more);
    }
}
