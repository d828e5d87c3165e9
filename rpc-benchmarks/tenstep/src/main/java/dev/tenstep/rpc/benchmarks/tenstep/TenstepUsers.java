package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.User;
import dev.tenstep.rpc.contract.RpcService;
import java.util.concurrent.CompletionStage;

/** The service whose handlers may block: they run on the server's handler threads. */
@RpcService
public interface TenstepUsers {
    boolean exist(String name);

    User echo(User user);

    Page page(int number);

    CompletionStage<Boolean> existLater(String name);

    CompletionStage<User> echoLater(User user);

    CompletionStage<Page> pageLater(int number);
}
