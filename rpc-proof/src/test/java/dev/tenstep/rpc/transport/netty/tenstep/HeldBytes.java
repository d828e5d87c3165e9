package dev.tenstep.rpc.transport.netty.tenstep;

import static dev.tenstep.rpc.proof.Race.hold;

import dev.tenstep.rpc.proof.Race;
import dev.tenstep.rpc.transport.netty.MemoryBudget;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Bytes that any thread holds and releases: their sum equals what the connections hold, except for less than a grain.
 */
final class HeldBytes implements Race {
    private static final int GRAIN = MemoryBudget.GRAIN;

    private final MemoryBudget budget = new MemoryBudget(8 * GRAIN);
    private final MemoryBudget.Share share = budget.share(8 * GRAIN);
    private final Queue<Integer> waiting = new ConcurrentLinkedQueue<>();

    @Override
    public void act(String operation) {
        switch (operation) {
            case "add" -> add(GRAIN - 1);
            case "addMuch" -> add(2 * GRAIN + 1);
            default -> {
                Integer next = waiting.poll();
                if (next != null) {
                    share.undecoded().add(-next);
                }
            }
        }
    }

    private void add(int n) {
        share.undecoded().add(n);
        waiting.add(n);
    }

    @Override
    public void check() {
        long own = share.undecoded().bytes();
        hold(Math.abs(own - budget.held()) < GRAIN, "off by a grain or more", own - budget.held());
        for (Integer next = waiting.poll(); next != null; next = waiting.poll()) {
            share.undecoded().add(-next);
        }
        hold(budget.held() == 0, "nothing is held, and bytes are counted", budget.held());
        hold(!share.undecodedTooMuch() && share.fits(8 * GRAIN), "no room, and all is free", budget.held());
    }
}
