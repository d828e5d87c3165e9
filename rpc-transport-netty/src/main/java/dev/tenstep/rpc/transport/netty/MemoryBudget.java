package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.server.Refusal;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a kernel holds on behalf of its peers, and each connection's share of them. Only bytes that are really
 * held count: neither lengths that a peer merely announces nor savings by compression. A connection may hold as many
 * bytes as are free. So a single connection may take half of the limit, each gets less the more there are, and
 * something is always left for another. Any thread.
 */
public final class MemoryBudget {
    /**
     * The unit in which a tally reports to its parent, so that connections with little to count do not contend for one
     * counter.
     */
    public static final int GRAIN = 4 << 10;

    private final Tally all = new Tally(null);
    /** The memory that running calls are expected to take. */
    private final Tally allExpected = new Tally(null);

    private final long limit;

    /** Makes a budget of that many bytes. */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    public long held() {
        return all.bytes();
    }

    private long free() {
        return limit - all.bytes();
    }

    /** Returns whether memory is so scarce that peers which do not read their data are no longer waited for. */
    public boolean scarce() {
        return free() < limit / 4;
    }

    /** Makes a new connection's share. */
    public Share share(int maxUndecoded) {
        return new Share(maxUndecoded);
    }

    /** A count of bytes that reports to its parent in whole grains, once it is off by a grain. */
    public static final class Tally {
        private final AtomicLong bytes = new AtomicLong();
        private final @Nullable Tally parent;
        private volatile long reported;

        private Tally(@Nullable Tally parent) {
            this.parent = parent;
        }

        /** Adds bytes; a negative number subtracts. */
        public void add(long n) {
            long off = bytes.addAndGet(n) - reported;
            if (parent != null && (off >= GRAIN || off <= -GRAIN)) {
                report(parent);
            }
        }

        private synchronized void report(Tally sum) {
            long off;
            do {
                long grains = bytes.get() & -GRAIN;
                sum.add(grains - reported);
                reported = grains;
                off = bytes.get() - grains;
            } while (off >= GRAIN || off <= -GRAIN);
        }

        public long bytes() {
            return bytes.get();
        }
    }

    /** One connection's part of the budget. */
    public final class Share {
        private final int maxUndecoded;
        private final Tally undecoded = new Tally(all);
        private final Tally held = new Tally(all);
        private final Tally expected = new Tally(allExpected);

        private Share(int maxUndecoded) {
            this.maxUndecoded = maxUndecoded;
        }

        /** The bytes of requests waiting for a handler, which will come: beyond the limit the connection waits, too. */
        public Tally undecoded() {
            return undecoded;
        }

        /** All other bytes that the connection holds. */
        public Tally held() {
            return held;
        }

        /** The memory that the connection's running calls are expected to take, which does not count as held. */
        public Tally expected() {
            return expected;
        }

        /** Returns whether another call may run that is expected to take that many bytes. */
        public boolean expects(long more) {
            return undecoded.bytes() + held.bytes() + expected.bytes() + more
                    <= Math.max(GRAIN, free() - allExpected.bytes() - more);
        }

        /** Reserves the expected memory of a call, if it may run. */
        public boolean expect(long more) {
            expected.add(more);
            if (expects(0)) {
                return true;
            }
            expected.add(-more);
            return false;
        }

        /** Returns whether too many bytes wait to be decoded to read more. */
        public boolean undecodedTooMuch() {
            long waiting = undecoded.bytes();
            return waiting > maxUndecoded || (waiting >= GRAIN && waiting > free());
        }

        /** Returns whether the connection may hold that many more bytes. */
        public boolean fits(long more) {
            return undecoded.bytes() + held.bytes() + more <= Math.max(GRAIN, free());
        }

        /** Takes that many more bytes, if the connection may hold them. */
        public boolean take(long more) {
            held.add(more);
            // Adding before checking keeps two threads from both taking the last bytes.
            if (undecoded.bytes() + held.bytes() <= Math.max(GRAIN, free() + more)) {
                return true;
            }
            held.add(-more);
            return false;
        }

        /** Returns the refusal of something that there is no room for. */
        public Refusal refusal(String what) {
            return Refusal.of(StatusCode.RESOURCE_EXHAUSTED, noRoom(what));
        }

        /**
         * Returns the failure of a call that needs more memory than there is, and that was or may have been started.
         */
        public RpcException failure(String what) {
            return new RpcException(StatusCode.RESOURCE_EXHAUSTED, noRoom(what));
        }

        /** Describes why there is no room for something. */
        public String noRoom(String what) {
            return what + ", and " + all.bytes() + " bytes are held for this and other connections (expected: at most "
                    + limit + ", and for one connection no more than are free)";
        }

        public boolean scarce() {
            return MemoryBudget.this.scarce();
        }

        public boolean nothingFree(long own) {
            return own >= GRAIN && own > free();
        }
    }
}
