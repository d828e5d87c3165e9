package dev.tenstep.rpc.compression;

import dev.tenstep.rpc.serialization.MessageInput;
import java.io.IOException;

/** Decompresses received messages. Safe for use by many threads. */
public interface Decompressor {

    /**
     * Decompresses a message into an array of its own. The input keeps its position.
     *
     * @throws dev.tenstep.rpc.serialization.MessageTooLargeException if it is longer than a message may be
     * @throws IOException if the input is not in that form
     */
    MessageInput decompress(MessageInput compressed) throws IOException;
}
