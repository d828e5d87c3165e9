package dev.tenstep.rpc.examples.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import java.security.MessageDigest;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Knows a few users by heart, where a real service would have a database of salted hashes. Safe for many threads. */
public final class Accounts implements LoginService {
    private final Map<String, String> passwords;

    /** Makes one that knows these passwords by their users' names. */
    public Accounts(Map<String, String> passwords) {
        this.passwords = Map.copyOf(passwords);
    }

    /** Returns the accounts that the example clients log in to. */
    public static Accounts ofExample() {
        return new Accounts(Map.of("ann", "secret", "bob", "s3cret", "cleo", "Secret"));
    }

    @Override
    public LoginReply login(LoginRequest request) {
        LoginReply reply = answer(request);
        if (reply.token() == null) {
            throw new RpcException(StatusCode.UNAUTHENTICATED, "wrong user or password: " + request.user());
        }
        return reply;
    }

    @Override
    public Stream<LoginReply> loginEach(Stream<LoginRequest> requests) {
        return requests.map(this::answer);
    }

    private LoginReply answer(LoginRequest request) {
        String password = passwords.get(request.user());
        boolean right = password != null
                && MessageDigest.isEqual(
                        password.getBytes(UTF_8), request.password().getBytes(UTF_8));
        return new LoginReply(request.user(), right ? UUID.randomUUID().toString() : null);
    }
}
