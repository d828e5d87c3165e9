package dev.tenstep.rpc.serialization;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads one kind of message. Used by many threads at once; keeps no reference to what it was lent.
 *
 * <p>Whatever {@link #encode} throws ends the call that sent the value; whatever {@link #decode} throws ends the call that
 * the bytes belong to (INVALID_ARGUMENT at a server, INTERNAL at a client). Nobody else notices.
 */
public interface Codec {

    /** Appends the value to the stream. Must write the same bytes each time it is called with the same value. */
    void encode(@Nullable Object value, MessageOutput out) throws IOException;

    /** Reads one value, which takes the whole of the input: bytes left over are an error. */
    @Nullable
    Object decode(MessageInput in) throws IOException;
}
