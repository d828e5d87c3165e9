package dev.tenstep.rpc.benchmarks.dubbo;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;
import java.util.concurrent.CompletableFuture;

/** Public, since generated classes call it. */
public final class DubboUsersOnServer implements DubboUsers {
    @Override
    public boolean exist(String name) {
        return Samples.exists(name);
    }

    @Override
    public User echo(User user) {
        return user;
    }

    @Override
    public Page page(int number) {
        return Samples.page(number);
    }

    @Override
    public CompletableFuture<Boolean> existLater(String name) {
        return CompletableFuture.completedFuture(exist(name));
    }

    @Override
    public CompletableFuture<User> echoLater(User user) {
        return CompletableFuture.completedFuture(echo(user));
    }

    @Override
    public CompletableFuture<Page> pageLater(int number) {
        return CompletableFuture.completedFuture(page(number));
    }
}
