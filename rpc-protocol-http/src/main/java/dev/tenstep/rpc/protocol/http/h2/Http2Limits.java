package dev.tenstep.rpc.protocol.http.h2;

import java.time.Duration;

/**
 * The limits of what a peer of HTTP/2 may do.
 *
 * @param maxHeaders the most bytes of a header list, as HTTP/2 counts them
 * @param maxResets the streams that a client may reset, or have reset by its errors, in 30 s beyond those that complete
 * @param maxEmpty the frames without a message that a peer may send in 10 s while no stream completes and nothing is sent
 * @param busyPing the time between a client's pings while it has calls
 * @param idlePing the time between a client's pings while it has none
 */
public record Http2Limits(int maxHeaders, int maxResets, int maxEmpty, Duration busyPing, Duration idlePing) {

    /** Returns the usual limits. */
    public static Http2Limits usual(int maxHeaders) {
        return new Http2Limits(maxHeaders, 200, 1000, Duration.ofSeconds(10), Duration.ofMinutes(5));
    }
}
