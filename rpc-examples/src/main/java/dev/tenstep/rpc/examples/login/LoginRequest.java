package dev.tenstep.rpc.examples.login;

import dev.tenstep.rpc.contract.Message;

/** A user's name and password. Its text, which may end up in a log, has the name alone. */
@Message
public record LoginRequest(String user, String password) {
    @Override
    public String toString() {
        return "LoginRequest[" + user + "]";
    }
}
