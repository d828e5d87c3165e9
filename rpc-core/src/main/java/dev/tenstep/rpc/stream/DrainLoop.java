package dev.tenstep.rpc.stream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets one thread at a time do what many have news for, without a lock: whoever announces first takes turns until there are
 * no more news, the others leave theirs to it. {@code if (turns.announce()) do { ... } while (turns.another());}
 */
final class DrainLoop {
    private final AtomicInteger news = new AtomicInteger();
    /** Belongs to who takes turns. */
    private int taken;

    /** There are news; true if the caller is to take turns. */
    boolean announce() {
        if (news.getAndIncrement() != 0) {
            return false;
        }
        taken = 1;
        return true;
    }

    /** A turn is over; whether there are news again. */
    boolean another() {
        int more = news.addAndGet(-taken);
        if (more == 0) {
            return false; // and another may announce by now: nothing is written any more
        }
        taken = more;
        return true;
    }
}
