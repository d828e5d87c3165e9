package dev.tenstep.rpc.transport.netty;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.server.Refusal;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a kernel holds on behalf of its peers, and each connection's share of them. Counted is what is held, where it
 * is held: neither what a peer only promises, nor what it has compressed. A connection may hold as much again as is free; so
 * one alone may take half of the limit, and the more there are, the less each may have, and some is always left for another.
 * Any thread.
 */
public final class MemoryBudget {
    /** Whole grains are told to the next sum, so that those with little to count share no counter. */
    public static final int GRAIN = 4 << 10;

    private final Tally all = new Tally(null);
    /** What calls that run are expected to take. */
    private final Tally allExpected = new Tally(null);

    private final long limit;

    /** Makes one of so many bytes. */
    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    public long held() {
        return all.bytes();
    }

    private long free() {
        return limit - all.bytes();
    }

    /** Whether so much is held that those who do not take what is theirs are not waited for. */
    public boolean scarce() {
        return free() < limit / 4;
    }

    /** A new connection's share. */
    public Share share(int maxUndecoded) {
        return new Share(maxUndecoded);
    }

    /** A sum of bytes, told to the sum that it is part of in grains, which it keeps until it is a grain off. */
    public static final class Tally {
        private final AtomicLong bytes = new AtomicLong();
        private final @Nullable Tally whole;
        private volatile long told;

        private Tally(@Nullable Tally whole) {
            this.whole = whole;
        }

        /** Counts so many more, or less. */
        public void add(long n) {
            long off = bytes.addAndGet(n) - told;
            if (whole != null && (off >= GRAIN || off <= -GRAIN)) {
                tell(whole);
            }
        }

        private synchronized void tell(Tally sum) {
            long off;
            do {
                long grains = bytes.get() & -GRAIN;
                sum.add(grains - told);
                told = grains;
                off = bytes.get() - grains;
            } while (off >= GRAIN || off <= -GRAIN);
        }

        public long bytes() {
            return bytes.get();
        }
    }

    /** What one connection holds. */
    public final class Share {
        private final int maxUndecoded;
        private final Tally undecoded = new Tally(all);
        private final Tally held = new Tally(all);
        private final Tally expected = new Tally(allExpected);

        private Share(int maxUndecoded) {
            this.maxUndecoded = maxUndecoded;
        }

        /** Requests that wait for a handler, which will come: beyond the limit the connection waits as well. */
        public Tally undecoded() {
            return undecoded;
        }

        /** Everything else. */
        public Tally held() {
            return held;
        }

        /** What its calls that run are expected to take, which does not count as held. */
        public Tally expected() {
            return expected;
        }

        /** Whether another call may run that is expected to take so much. */
        public boolean expects(long more) {
            return undecoded.bytes() + held.bytes() + expected.bytes() + more
                    <= Math.max(GRAIN, free() - allExpected.bytes() - more);
        }

        /** Expects so much, if such a call may run. */
        public boolean expect(long more) {
            expected.add(more);
            if (expects(0)) {
                return true;
            }
            expected.add(-more);
            return false;
        }

        /** Whether so much waits to be decoded that no more is to be read. */
        public boolean undecodedTooMuch() {
            long waiting = undecoded.bytes();
            return waiting > maxUndecoded || (waiting >= GRAIN && waiting > free());
        }

        /** Whether it may hold so many more bytes. */
        public boolean fits(long more) {
            return undecoded.bytes() + held.bytes() + more <= Math.max(GRAIN, free());
        }

        /** Holds so many more bytes, if it may. */
        public boolean take(long more) {
            held.add(more);
            // Counted first, so that of two who take the last bytes at once not both have them.
            if (undecoded.bytes() + held.bytes() <= Math.max(GRAIN, free() + more)) {
                return true;
            }
            held.add(-more);
            return false;
        }

        /** What others are told of which there is no room. */
        public Refusal refusal(String what) {
            return Refusal.of(StatusCode.RESOURCE_EXHAUSTED, noRoom(what));
        }

        /** The failure of a call that was or may have been started, and needs what there is no room for. */
        public RpcException failure(String what) {
            return new RpcException(StatusCode.RESOURCE_EXHAUSTED, noRoom(what));
        }

        /** Why there is no room for something. */
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
