package dev.tenstep.rpc.protocol.http.stream;

import org.jspecify.annotations.Nullable;

/** Sends, in the event loop, what another thread has offered to the connection. */
public interface Departure {

    /**
     * Sends it.
     *
     * @param what was offered with the bytes
     * @param array lent for the call
     */
    void depart(@Nullable Object what, byte[] array, int offset, int length);
}
