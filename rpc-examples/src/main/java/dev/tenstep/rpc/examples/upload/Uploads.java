package dev.tenstep.rpc.examples.upload;

import dev.tenstep.rpc.contract.RpcService;
import java.util.stream.Stream;

/** Takes files. */
@RpcService("Uploads")
public interface Uploads {

    /**
     * Takes a file in pieces, each no larger than a message may be, and says what has come. Pieces are taken from the stream as
     * fast as the server takes them. A file that is too large is refused with RESOURCE_EXHAUSTED before it has come whole.
     *
     * @param name of the file
     */
    Receipt upload(String name, Stream<Chunk> chunks);
}
