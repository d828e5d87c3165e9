package dev.tenstep.rpc.stream;

import dev.tenstep.rpc.call.Thrown;

/** The messages that an {@link InboundStream} sends back to its feeder; any thread. */
public interface CreditSink {

    /** Grants this many more messages and bytes, beyond what was granted before. */
    void grant(int messages, int bytes);

    /** Notes bytes of an element that waits to be consumed. Called by the feeder. */
    default void held(int bytes) {}

    /** Notes that these bytes wait no more. */
    default void released(int bytes) {}

    /** Ends the flow, since nobody consumes elements any more. */
    void cancel();

    /** Builds the text that tells the sender why an element cannot be read. */
    default String unreadable(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /**
     * Handles an exception from the subscriber, which must not throw and gets nothing more. Returns whether the call
     * ends for it, and it is logged.
     */
    default boolean failed(Throwable thrown) {
        return false;
    }
}
