package dev.tenstep.rpc.benchmarks.contender;

import java.util.Locale;

/** The way in which calls are kept outstanding. */
public enum Mode {
    /** As many threads as calls, each waiting for its own reply. */
    BLOCKING,
    /** No thread waits: the completion of a call issues the next, in whichever thread the contender completes it. */
    ASYNC;

    /** Returns the name on the command line and in the report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
