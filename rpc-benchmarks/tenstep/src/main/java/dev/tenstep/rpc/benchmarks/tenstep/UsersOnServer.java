package dev.tenstep.rpc.benchmarks.tenstep;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;

/** Answers from memory. */
class UsersOnServer implements TenstepUsers, NonBlockingUsers {
    @Override
    public Boolean exist(String name) {
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
}
