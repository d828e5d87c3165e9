package dev.tenstep.rpc.benchmarks.users;

/** A contender's blocking calls in terms of the beans. */
public interface BlockingUsers {
    boolean exist(String name);

    User echo(User user);

    Page page(int number);
}
