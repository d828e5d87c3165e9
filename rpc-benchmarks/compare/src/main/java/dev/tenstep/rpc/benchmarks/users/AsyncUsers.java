package dev.tenstep.rpc.benchmarks.users;

import java.util.concurrent.CompletionStage;

/** A contender's asynchronous calls in terms of the beans. */
public interface AsyncUsers {
    CompletionStage<Boolean> exist(String name);

    CompletionStage<User> echo(User user);

    CompletionStage<Page> page(int number);
}
