package dev.tenstep.rpc.serialization;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one kind of message. Used by many threads at once; keeps no reference to a lent argument.
 *
 * <p>An exception of {@link #encode} ends the call that sent the value; an exception of {@link #decode} ends the call
 * that the bytes belong to (INVALID_ARGUMENT on a server, INTERNAL on a client). No other call is affected.
 */
public interface Codec {

    /** Appends the value to the stream. Must write the same bytes each time it is called with the same value. */
    void encode(@Nullable Object value, MessageOutput out) throws IOException;

    /** Reads one value from the whole of the input: bytes left over are an error. */
    @Nullable
    Object decode(MessageInput in) throws IOException;
}
