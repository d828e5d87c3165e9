package dev.tenstep.rpc.compression;

import dev.tenstep.rpc.serialization.MessageInput;
import java.io.IOException;

/** Turns messages that came in another form back into what their serializer wrote. Safe for use by many threads. */
public interface Decompressor {

    /**
     * The message, in an array of its own. The input stays where it is.
     *
     * @throws dev.tenstep.rpc.serialization.MessageTooLargeException if it is longer than a message may be
     * @throws IOException if the input is not of that form
     */
    MessageInput unpack(MessageInput packed) throws IOException;
}
