package dev.tenstep.rpc.benchmarks.jupiter;

import dev.tenstep.rpc.benchmarks.users.Page;
import dev.tenstep.rpc.benchmarks.users.User;
import org.jupiter.rpc.ServiceProvider;

/** The service in Jupiter's form. Results are boxed, since its asynchronous stub returns null. */
@ServiceProvider(group = "benchmarks", name = "users")
public interface JupiterUsers {
    Boolean exist(String name);

    User echo(User user);

    Page page(Integer number);
}
