package dev.tenstep.rpc.examples.login;

import dev.tenstep.rpc.RpcClient;
import java.util.stream.Stream;

/** Logs users in on the server at 127.0.0.1:9090, or at the target given. */
public final class LoginClient {
    private LoginClient() {}

    /** Returns what to send: the second password is wrong. */
    public static Stream<LoginRequest> requests() {
        return Stream.of(
                new LoginRequest("ann", "secret"),
                new LoginRequest("bob", "secret"),
                new LoginRequest("cleo", "Secret"));
    }

    /** Logs in one user, then several on one stream, and prints the answers. */
    public static void main(String[] args) {
        try (RpcClient client = RpcClient.to(args.length > 0 ? args[0] : "127.0.0.1:9090")) {
            LoginService service = client.stub(LoginService.class);
            System.out.println(service.login(new LoginRequest("ann", "secret")));
            try (Stream<LoginReply> replies = service.loginEach(requests())) {
                replies.forEach(System.out::println);
            }
        }
    }
}
