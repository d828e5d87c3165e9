package dev.tenstep.rpc.benchmarks.jupiter;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.Samples;
import dev.tenstep.rpc.benchmarks.users.User;
import org.jupiter.rpc.ServiceProviderImpl;

/** Public, since generated classes call it. */
@ServiceProviderImpl(version = "1.0.0")
public final class JupiterUsersOnServer implements JupiterUsers {
    @Override
    public Boolean exist(String name) {
        return Samples.exists(name);
    }

    @Override
    public User echo(User user) {
        return user;
    }

    @Override
    public Page page(Integer number) {
        return Samples.page(number);
    }
}
