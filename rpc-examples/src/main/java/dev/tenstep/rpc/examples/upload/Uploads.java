package dev.tenstep.rpc.examples.upload;

import dev.tenstep.rpc.contract.RpcService;
import java.util.stream.Stream;

/** Receives files. */
@RpcService("Uploads")
public interface Uploads {

    /**
     * Receives a file in pieces, each no larger than the message limit, and returns a receipt. Pieces travel as fast
     * as the server consumes them. A file that is too large is refused with RESOURCE_EXHAUSTED before it has arrived
     * completely.
     *
     * @param name of the file
     */
    Receipt upload(String name, Stream<Chunk> chunks);
}
