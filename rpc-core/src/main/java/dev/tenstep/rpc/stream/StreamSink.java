package dev.tenstep.rpc.stream;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where an {@link OutboundStream} sends: a kernel's way to the other end. Its methods come one at a time, in order. */
public interface StreamSink {

    /**
     * What is to be sent of an element whose message lies in the output behind the {@link #headroom()}: a copy, or the output
     * itself, which is then the sink's to keep, and the next element gets {@link #another()}. In the publisher's thread.
     */
    default MessageOutput frame(MessageOutput out) throws IOException {
        return out.copy();
    }

    /** An output in place of the one that is the sink's now. */
    default MessageOutput another() {
        throw new IllegalStateException("a sink that keeps no outputs");
    }

    /** Sends what {@link #frame} made of an element's message, and keeps it. */
    void item(MessageOutput frame);

    /** How many bytes are to be left free before a message: for the sink to use, so that nothing is copied. */
    int headroom();

    /**
     * The bytes that a message takes of the receiver's window beside its own: 5 in gRPC, whose window counts what frames a message.
     * Always the same.
     */
    default int overhead() {
        return 0;
    }

    /** The stream has ended well: the last call. */
    void end();

    /** The stream has failed: the last call. */
    void fail(RpcException failure);

    /** Why the sink takes no element of so many bytes; null if it takes it. */
    default @Nullable RpcException full(int bytes) {
        return null;
    }

    /** An element that {@link #frame} made is not sent. */
    default void dropped(int bytes) {}

    /** Whether a failure comes behind the elements that wait to be granted, and not at once. */
    default boolean failsInOrder() {
        return false;
    }

    /** Says why an element cannot be written, for the end that was to get it. */
    default String unwritable(Throwable thrown) {
        return Thrown.text(thrown);
    }

    /** Whether there is room for more now; {@link OutboundStream#resume} follows when there is again. Any thread. */
    boolean ready();

    /** The longest message that the other end takes, in bytes. */
    int maxMessage();
}
