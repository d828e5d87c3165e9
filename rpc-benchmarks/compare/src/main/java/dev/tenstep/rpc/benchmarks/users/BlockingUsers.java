package dev.tenstep.rpc.benchmarks.users;

/** A contender's blocking calls in terms of the beans, with the types of {@link AsyncUsers}. */
public interface BlockingUsers {
    Boolean exist(String name);

    User echo(User user);

    Page page(int number);
}
