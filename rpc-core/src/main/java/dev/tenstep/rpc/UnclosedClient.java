package dev.tenstep.rpc;

import java.lang.ref.Cleaner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of a client that became unreachable without having been closed, with the place where it was made: its threads and
 * connections stay as long as the process lives. Safe for use by many threads.
 */
final class UnclosedClient implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RpcClient.class);
    /** One thread for all clients, which waits for the collector. */
    private static final Cleaner CLEANER = Cleaner.create();

    private final String target;
    private final Throwable made = new Throwable("made here");
    private volatile boolean closed;

    private UnclosedClient(String target) {
        this.target = target;
    }

    /**
     * Watches a client. Nothing that lives as long as its threads may refer to it.
     *
     * @return run when it is closed
     */
    static Runnable watch(RpcClient client, String target) {
        UnclosedClient unclosed = new UnclosedClient(target);
        Cleaner.Cleanable cleanable = CLEANER.register(client, unclosed);
        return () -> {
            unclosed.closed = true;
            cleanable.clean();
        };
    }

    @Override
    public void run() {
        if (!closed) {
            LOG.warn("a client of {} became unreachable and was never closed", target, made);
        }
    }
}
