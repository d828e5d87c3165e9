package dev.tenstep.rpc.stream;

import dev.tenstep.rpc.call.Thrown;

/** The signals that an {@link InboundStream} sends back to its feeder; any thread. */
public interface CreditSink {

    /** Grants this many more messages and bytes, beyond what was granted before. */
    void grant(int messages, int bytes);

    /** Notes bytes of an element that waits to be consumed. Called by the feeder. */
    default void held(int bytes) {}

    /** Notes that these bytes no longer wait. */
    default void released(int bytes) {}

    /** Ends the flow, since nobody consumes elements any more. */
    void cancel();

    /** Builds the text that tells the sender why an element cannot be read. */
    default String unreadable(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /**
     * Reports that the subscriber threw, which it must not; it gets nothing more. Returns true if that ended the call;
     * false if the stream is to log the exception and cancel.
     */
    default boolean failed(Throwable thrown) {
        return false;
    }
}
