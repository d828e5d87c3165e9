package dev.tenstep.rpc.examples.users;

import dev.tenstep.rpc.RpcClient;
import java.util.Set;

/** Creates, finds and lists users on the server at 127.0.0.1:9090, or at the target given. */
public final class UsersClient {
    private UsersClient() {}

    /** Makes a few calls and prints the replies. */
    public static void main(String[] args) {
        try (RpcClient client = RpcClient.to(args.length > 0 ? args[0] : "127.0.0.1:9090")) {
            Users users = client.stub(Users.class);
            NewUser shen = new NewUser();
            shen.setName("Shen");
            shen.setRoles(Set.of(Role.WRITER));
            System.out.println("created " + users.create(shen));
            users.list(0).items().forEach(user -> System.out.println("listed " + user));
            System.out.println("found " + users.find(1));
            System.out.println("found " + users.find(4096));
        } catch (UserNotFoundException e) {
            System.out.println("not found: " + e.id());
        }
    }
}
