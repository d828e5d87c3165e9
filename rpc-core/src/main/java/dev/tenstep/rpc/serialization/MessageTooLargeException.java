package dev.tenstep.rpc.serialization;

import java.io.IOException;

/** Thrown when a message outgrows its receiver's limit, or the available room, while it is written. */
public final class MessageTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean noRoom;

    /** Makes an exception for a limit on the position in the output, in bytes. */
    public MessageTooLargeException(int limit) {
        this(limit, false);
    }

    private MessageTooLargeException(int limit, boolean noRoom) {
        super("the message exceeds position " + limit + " of its output");
        this.noRoom = noRoom;
    }

    /**
     * Makes an exception for an output that may not grow beyond this many bytes, since its {@link MessageOutput.Room}
     * has no more.
     */
    public static MessageTooLargeException noRoom(int capacity) {
        return new MessageTooLargeException(capacity, true);
    }

    /** Returns whether a shorter message would have been too large as well, since there is no room now. */
    public boolean isForWantOfRoom() {
        return noRoom;
    }
}
