package dev.tenstep.rpc.stream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Serializes work that many threads announce, without a lock. The first to announce works until nothing is announced
 * any more; the others leave their work to it. {@code if (loop.announce()) do { ... } while (loop.another());}
 */
final class DrainLoop {
    private final AtomicInteger news = new AtomicInteger();
    /** The announcements that the current turn covers; belongs to the working thread. */
    private int taken;

    /** Announces work; true if the caller is to do it. */
    boolean announce() {
        if (news.getAndIncrement() != 0) {
            return false;
        }
        taken = 1;
        return true;
    }

    /** Ends a turn; returns whether there is work again. */
    boolean another() {
        int more = news.addAndGet(-taken);
        if (more == 0) {
            return false; // Another thread may announce by now, so nothing is written any more.
        }
        taken = more;
        return true;
    }
}
