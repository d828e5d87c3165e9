package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers from what is in memory. */
class UsersOnServer implements NonBlockingUsers {
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
    public CompletionStage<Boolean> existLater(String name) {
        return CompletableFuture.completedFuture(exist(name));
    }

    @Override
    public CompletionStage<User> echoLater(User user) {
        return CompletableFuture.completedFuture(echo(user));
    }

    @Override
    public CompletionStage<Page> pageLater(int number) {
        return CompletableFuture.completedFuture(page(number));
    }
}
