package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.Flow;

/** Streams from the server to the client. */
@RpcService("UserStreams")
public interface UserStreams {
    Flow.Publisher<User> users(int count);

    Flow.Publisher<byte[]> blocks(int count, int size);
}
