package dev.tenstep.rpc.serialization;

import java.io.IOException;

/** A message grew over what its receiver takes while it was written. */
public final class MessageTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    /** Makes one for a limit on the position in the output, in bytes. */
    public MessageTooLargeException(int limit) {
        super("the message passes position " + limit + " of its output");
    }
}
