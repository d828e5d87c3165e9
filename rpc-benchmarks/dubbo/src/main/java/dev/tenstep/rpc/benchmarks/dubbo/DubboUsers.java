package dev.tenstep.rpc.benchmarks.dubbo;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.User;
import java.util.concurrent.CompletableFuture;

/** The service in Dubbo's form: a method that returns a future is called without waiting. */
public interface DubboUsers {
    boolean exist(String name);

    User echo(User user);

    Page page(int number);

    CompletableFuture<Boolean> existLater(String name);

    CompletableFuture<User> echoLater(User user);

    CompletableFuture<Page> pageLater(int number);
}
