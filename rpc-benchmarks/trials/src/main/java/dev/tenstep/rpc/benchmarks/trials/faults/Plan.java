package dev.tenstep.rpc.benchmarks.trials.faults;

import java.time.Duration;
import java.util.List;

/**
 * The extent of the run, and the bounds that must hold.
 *
 * @param calls that must succeed, at least
 * @param outstanding unary calls at a time
 * @param cuts of a connection, by each kind of fault in turn
 * @param stops how long the server's process is stopped, each time
 * @param descriptors whether the run includes a server that runs out of them
 * @param times of the faults and the calls
 * @param bounds of the observations
 */
record Plan(
        long calls, int outstanding, int cuts, List<Duration> stops, boolean descriptors, Times times, Bounds bounds) {

    /**
     * The durations of faults and calls.
     *
     * @param hold how long a fault lasts before the connection is cut, if it does
     * @param deaf how long a peer does not read
     * @param deadline of each call
     * @param keepAlive how long a client waits in silence before a ping, and then until it drops the connection
     */
    record Times(Duration hold, Duration deaf, Duration deadline, Duration keepAlive) {}

    /**
     * The bounds that must hold.
     *
     * @param slack how long after its deadline a call must have ended
     * @param soon how long after a fault, or after it was noticed, calls must succeed again
     * @param served how long after a peer reads again it must have received everything that it asked for
     * @param accepted how long after descriptors are free a connection must be accepted
     * @param whole the whole run
     */
    record Bounds(Duration slack, Duration soon, Duration served, Duration accepted, Duration whole) {}

    /** Returns the time after that fault within which calls must succeed again. */
    Duration recovery(Fault fault) {
        return fault == Fault.SERVER_GONE ? bounds.soon.plus(times.keepAlive.multipliedBy(2)) : bounds.soon;
    }
}
