package dev.tenstep.rpc.stream;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The destination of an {@link OutboundStream}: a kernel's way to the peer. Its methods are called one at a time, in
 * order.
 */
public interface StreamSink {

    /**
     * Frames an element whose message lies in the output behind the {@link #headroom()}. Returns what is to be sent: a
     * copy, or the output itself, which the sink then keeps, and the next element gets {@link #another()}. In the
     * publisher's thread.
     */
    default MessageOutput frame(MessageOutput out) throws IOException {
        return out.copy();
    }

    /** An output to replace the one that the sink kept. */
    default MessageOutput another() {
        throw new IllegalStateException("a sink that keeps no outputs");
    }

    /** Sends a frame made by {@link #frame}, and keeps it. */
    void item(MessageOutput frame);

    /** The bytes to leave free before a message, for the sink to use, so that nothing is copied. */
    int headroom();

    /**
     * The bytes that a message takes of the receiver's window on top of its own: 5 in gRPC, whose window counts the
     * framing. Always the same.
     */
    default int overhead() {
        return 0;
    }

    /** Ends the stream in good order: the last call. */
    void end();

    /** Fails the stream: the last call. */
    void fail(RpcException failure);

    /** The reason that the sink cannot take an element of this length; null if it can. */
    default @Nullable RpcException full(int bytes) {
        return null;
    }

    /** Notes that an element framed by {@link #frame} is not sent. */
    default void dropped(int bytes) {}

    /** Returns whether a failure queues behind the elements that wait for credit, instead of taking effect at once. */
    default boolean failsInOrder() {
        return false;
    }

    /** Builds the text that tells the receiver why an element cannot be written. */
    default String unwritable(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /**
     * Returns whether there is room for more now; {@link OutboundStream#resume} follows when there is again. Any
     * thread.
     */
    boolean ready();

    /** The longest message that the peer accepts, in bytes. */
    int maxMessage();
}
