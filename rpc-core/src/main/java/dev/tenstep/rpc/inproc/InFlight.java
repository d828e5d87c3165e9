package dev.tenstep.rpc.inproc;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls under way to a server, and queues those beyond the limit. Safe for use by many threads; guarded by
 * its own monitor, never held while a call is served.
 */
final class InFlight {
    private final Set<InprocCall> queue = new LinkedHashSet<>();
    private int count;
    private boolean starting;

    /** Returns whether the call may start; if not, it is queued. */
    synchronized boolean enter(InprocCall call, int max) {
        if (queue.isEmpty() && count < max) {
            count++;
            return true;
        }
        queue.add(call);
        return false;
    }

    /** Notes that a call has ended; returns whether it was still queued, and so was never started. */
    synchronized boolean leave(InprocCall call) {
        if (queue.remove(call)) {
            return true;
        }
        count--;
        return false;
    }

    /**
     * The first queued call, if it may start now: {@link #started()} follows. One thread at a time starts calls, since
     * a call that is answered at once would start the next one on top of it.
     */
    synchronized @Nullable InprocCall next(int max) {
        if (starting || queue.isEmpty() || count >= max) {
            return null;
        }
        starting = true;
        count++;
        Iterator<InprocCall> first = queue.iterator();
        InprocCall call = first.next();
        first.remove();
        return call;
    }

    synchronized void started() {
        starting = false;
    }
}
