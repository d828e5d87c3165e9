package dev.tenstep.rpc.transport.netty;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * When to try again to connect: 100 ms after the first failure, 1.6 times as long after each further one, with 20 % of
 * jitter; at most 1.5 s as long as there are calls, else 120 s. One thread.
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
    private boolean waits;
    private boolean given;

    /** An attempt begins. */
    void trying() {
        waits = false;
    }

    /** The attempt or the connection failed. */
    void failed() {
        double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        waitMillis = (long) (millis * jitter);
        millis = Math.min(millis * FACTOR, LONGEST_MILLIS);
        failedNanos = System.nanoTime();
        waits = true;
    }

    /**
     * The peer gave up a connection that was of no use yet. The first time another may be made at once, for one that drains may
     * have a successor; further times count as failures.
     */
    void givenUp() {
        if (given) {
            failed();
        }
        given = true;
    }

    /** There is a call, so the wait is a short one. */
    void calledFor() {
        waitMillis = Math.min(waitMillis, LONGEST_CALLED_FOR_MILLIS);
        millis = Math.min(millis, LONGEST_CALLED_FOR_MILLIS);
    }

    /** A connection was of use. */
    void succeeded() {
        millis = FIRST_MILLIS;
        waits = false;
        given = false;
    }

    boolean over() {
        return !waits || remainingMillis() == 0;
    }

    long remainingMillis() {
        long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failedNanos);
        return waits ? Math.max(0, waitMillis - passed) : 0;
    }
}
