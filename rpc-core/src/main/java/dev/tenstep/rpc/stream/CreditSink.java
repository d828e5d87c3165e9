package dev.tenstep.rpc.stream;

import dev.tenstep.rpc.call.Thrown;

/** What an {@link InboundStream} says to the end that feeds it; any thread. */
public interface CreditSink {

    /** That many more messages, and bytes of them, may come beyond what was granted before. */
    void grant(int messages, int bytes);

    /** So many bytes of an element wait to be taken. By who feeds the stream. */
    default void held(int bytes) {}

    /** They wait no more. */
    default void released(int bytes) {}

    /** Nobody takes elements any more. */
    void cancel();

    /** Says why an element cannot be read, for the end that sent it. */
    default String unreadable(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /** The subscriber threw where it must not, and gets nothing more; whether the call ends for that, and it is logged. */
    default boolean failed(Throwable thrown) {
        return false;
    }
}
