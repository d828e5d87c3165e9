package dev.tenstep.rpc.transport.netty;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The delay before reconnecting: 100 ms after the first failure, then 1.6 times the previous delay, with 20 % jitter.
 * It is at most 1.5 s while calls are waiting, else 120 s. One thread.
 */
final class Backoff {
    static final long LONGEST_CALLED_FOR_MILLIS = 1500;
    private static final double FIRST_MILLIS = 100;
    private static final double FACTOR = 1.6;
    private static final double JITTER = 0.2;
    private static final double LONGEST_MILLIS = 120_000;

    private double millis = FIRST_MILLIS;
    private long waitMillis;
    private long failedNanos;
    private boolean waiting;
    private boolean gaveUpBefore;

    /** Notes that an attempt begins. */
    void trying() {
        waiting = false;
    }

    /** Notes that the attempt or the connection failed. */
    void failed() {
        double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        waitMillis = (long) (millis * jitter);
        millis = Math.min(millis * FACTOR, LONGEST_MILLIS);
        failedNanos = System.nanoTime();
        waiting = true;
    }

    /**
     * Notes that the peer closed a connection before it was of use. The first time, a reconnect is allowed at once,
     * since a draining server may have a successor; further times count as failures.
     */
    void givenUp() {
        if (gaveUpBefore) {
            failed();
        }
        gaveUpBefore = true;
    }

    /** Shortens the delay, because a call is waiting. */
    void calledFor() {
        waitMillis = Math.min(waitMillis, LONGEST_CALLED_FOR_MILLIS);
        millis = Math.min(millis, LONGEST_CALLED_FOR_MILLIS);
    }

    /** Resets the delay after a connection that was of use. */
    void succeeded() {
        millis = FIRST_MILLIS;
        waiting = false;
        gaveUpBefore = false;
    }

    boolean elapsed() {
        return !waiting || remainingMillis() == 0;
    }

    long remainingMillis() {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failedNanos);
        return waiting ? Math.max(0, waitMillis - passed) : 0;
    }
}
