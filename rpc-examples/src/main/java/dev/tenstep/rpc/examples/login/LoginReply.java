package dev.tenstep.rpc.examples.login;

import dev.tenstep.rpc.contract.Message;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a user.
 *
 * @param token by which the user is known from then on; null if the password was wrong
 */
@Message
public record LoginReply(String user, @Nullable String token) {
    @Override
    public String toString() {
        return user + ": " + (token == null ? "refused" : "logged in");
    }
}
