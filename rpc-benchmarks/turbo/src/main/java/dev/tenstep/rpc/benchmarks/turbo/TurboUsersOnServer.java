package dev.tenstep.rpc.benchmarks.turbo;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;
import java.util.concurrent.CompletableFuture;

/** Answers at once, in the event loop. Public, since generated classes call it. */
public final class TurboUsersOnServer implements TurboUsers {
    @Override
    public CompletableFuture<Boolean> exist(String name) {
        return CompletableFuture.completedFuture(Samples.exists(name));
    }

    @Override
    public CompletableFuture<User> echo(User user) {
        return CompletableFuture.completedFuture(user);
    }

    @Override
    public CompletableFuture<Page> page(int number) {
        return CompletableFuture.completedFuture(Samples.page(number));
    }
}
