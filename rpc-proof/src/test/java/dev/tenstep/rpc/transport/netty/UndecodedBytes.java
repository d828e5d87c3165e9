package dev.tenstep.rpc.transport.netty;

import static dev.tenstep.rpc.proof.Race.hold;

import dev.tenstep.rpc.proof.Race;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Requests that come, and are decoded by any thread. */
final class UndecodedBytes implements Race {
    private static final int GRAIN = 1 << 16;

    private final Undecoded.OfServer server = new Undecoded.OfServer(GRAIN);
    private final Undecoded bytes = new Undecoded(8 * GRAIN, server);
    private final Queue<Integer> waiting = new ConcurrentLinkedQueue<>();

    @Override
    public void act(String operation) {
        switch (operation) {
            case "add" -> add(GRAIN - 1);
            case "addMuch" -> add(2 * GRAIN + 1);
            default -> {
                Integer next = waiting.poll();
                if (next != null) {
                    bytes.add(-next);
                }
            }
        }
    }

    private void add(int n) {
        bytes.add(n);
        waiting.add(n);
    }

    @Override
    public void check() {
        for (Integer next = waiting.poll(); next != null; next = waiting.poll()) {
            bytes.add(-next);
        }
        hold(!bytes.tooMuch(), "too much", "nothing waits");
        hold(server.reserve(GRAIN) && !server.reserve(1), "of the server's limit", "not all is free");
    }
}
