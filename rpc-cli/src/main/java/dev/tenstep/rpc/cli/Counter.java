package dev.tenstep.rpc.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The numbers of messages that a call has sent and received so far, on a line that is written over again, for people who
 * watch a long stream. Safe for use by several threads; the monitor guards everything.
 */
final class Counter {
    private static final long EVERY_NANOS = 200_000_000;
    private static final String ERASE = "\r\033[K";

    private final PrintWriter terminal;
    private final boolean shown;
    private final LongSupplier clock;
    private final long began;
    private long lastNanos;
    private long sent;
    private long received;
    private boolean drawn;

    /**
     * Makes a counter.
     *
     * @param shown whether the stream is a terminal, and the call streams; else nothing is written
     * @param clock the time in nanoseconds
     */
    Counter(PrintWriter terminal, boolean shown, LongSupplier clock) {
        this.terminal = terminal;
        this.shown = shown;
        this.clock = clock;
        this.began = clock.getAsLong();
        this.lastNanos = began;
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
        long now = clock.getAsLong();
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
