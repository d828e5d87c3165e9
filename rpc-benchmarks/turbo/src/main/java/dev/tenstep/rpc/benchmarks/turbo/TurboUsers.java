package dev.tenstep.rpc.benchmarks.turbo;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.User;
import java.util.concurrent.CompletableFuture;
import rpc.turbo.annotation.TurboService;

/** The service in turbo-rpc's form: futures only. Public, since generated classes call it. */
@TurboService(version = "1.0.0", rest = "users")
public interface TurboUsers {
    @TurboService(version = "1.0.0", rest = "exist")
    CompletableFuture<Boolean> exist(String name);

    @TurboService(version = "1.0.0", rest = "echo")
    CompletableFuture<User> echo(User user);

    @TurboService(version = "1.0.0", rest = "page")
    CompletableFuture<Page> page(int number);
}
