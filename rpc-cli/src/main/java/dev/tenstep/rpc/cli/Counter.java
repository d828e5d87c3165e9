package dev.tenstep.rpc.cli;

import java.io.PrintStream;
import java.util.Locale;

/**
 * The numbers of messages that a call has sent and received so far, on a line that is written over again, for people who
 * watch a long stream. Safe for use by several threads; the monitor guards everything.
 */
final class Counter {
    private static final long EVERY_NANOS = 200_000_000;
    private static final String ERASE = "\r\033[K";

    private final PrintStream terminal;
    private final boolean shown;
    private final long began = System.nanoTime();
    private long lastNanos = began;
    private long sent;
    private long received;
    private boolean drawn;

    /**
     * Makes a counter.
     *
     * @param shown whether the stream is a terminal, and the call streams; else nothing is written
     */
    Counter(PrintStream terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    /** Counts a message that was sent. */
    synchronized void sent() {
        sent++;
        draw();
    }

    /** Counts a message that was received, and has been written. */
    synchronized void received() {
        received++;
        draw();
    }

    /** Removes the line, before something else is written. */
    synchronized void erase() {
        if (drawn) {
            terminal.print(ERASE);
            terminal.flush();
            drawn = false;
        }
    }

    private void draw() {
        long now = System.nanoTime();
        if (!shown || now - lastNanos < EVERY_NANOS) {
            return;
        }
        lastNanos = now;
        terminal.printf(
                Locale.ROOT, "%s%,d sent, %,d received, %,d s", ERASE, sent, received, (now - began) / 1_000_000_000);
        terminal.flush();
        drawn = true;
    }
}
