package dev.tenstep.rpc.stream;

import static dev.tenstep.rpc.proof.Race.hold;

import dev.tenstep.rpc.proof.Race;
import java.util.concurrent.atomic.AtomicInteger;

/** The drain loop that streams rest on: many threads announce numbers, and one thread at a time adds them up. */
public final class DrainLoopRounds implements Race {
    private final DrainLoop turns = new DrainLoop();
    private final AtomicInteger news = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private int taken;

    @Override
    public void act(String operation) {
        told.incrementAndGet();
        news.incrementAndGet();
        if (turns.announce()) {
            do {
                hold(inside.incrementAndGet() == 1, "threads that take turns", inside);
                taken += news.getAndSet(0);
                inside.decrementAndGet();
            } while (turns.another());
        }
    }

    @Override
    public void check() {
        hold(taken == told.get(), "news taken", taken);
    }
}
