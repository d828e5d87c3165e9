package dev.tenstep.rpc.transport.netty.connection;

import dev.tenstep.rpc.serialization.MessageOutput;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * An outgoing message that is written in parts, in turns with others, followed by the frames of the same call that must
 * not overtake it. Event loop only.
 */
public abstract class LongMessage {

    /** The part that a turn has written. */
    public enum Turn {
        /** A part, and there is more. */
        PART,
        /** The rest. */
        REST,
        /** All that the peer accepts for now: the message gets no further turn until {@link Outbox#unblock}. */
        BLOCKED
    }

    private final MessageOutput output;
    private final boolean ofStream;
    private @Nullable LongMessage next;
    private LongMessage last = this;
    private boolean blocked;

    /**
     * Makes one of what the output contains.
     *
     * @param ofStream whether it is a stream's frame, not a request or reply
     */
    protected LongMessage(MessageOutput output, boolean ofStream) {
        this.output = output;
        this.ofStream = ofStream;
    }

    /** Returns the id of the call. */
    public abstract int callId();

    /** Returns whether it is a request or reply of which nothing has been written. */
    public abstract boolean unsent();

    /** Writes the next part. */
    protected abstract Turn write(ByteBuf out);

    /** Returns whether it is a stream's frame, not a request or reply. */
    final boolean ofStream() {
        return ofStream;
    }

    /** Returns the number of bytes that it counts for as long as it is not written completely. */
    final int length() {
        return output.position();
    }

    /** Returns the complete message, to be returned to the pool once it is written. */
    protected final MessageOutput output() {
        return output;
    }

    /** Appends a message of the same call, to be written after this one and those behind it. */
    final void follow(LongMessage another) {
        last.next = another;
        last = another;
    }

    /** Returns the following message with those behind it; null if there is none. */
    final @Nullable LongMessage next() {
        if (next != null) {
            next.last = last;
        }
        return next;
    }

    final boolean blocked() {
        return blocked;
    }

    final void blocked(boolean now) {
        blocked = now;
    }
}
