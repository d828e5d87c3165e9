package dev.tenstep.rpc.examples.login;

import dev.tenstep.rpc.contract.RpcService;
import java.util.stream.Stream;

/** Logs users in, for clients in any language: the wire name is explicit, and {@code login.proto} is exported from here. */
@RpcService("login.LoginService")
public interface LoginService {

    /** Logs a user in; UNAUTHENTICATED if there is none of that name, or the password is another one. */
    LoginReply login(LoginRequest request);

    /**
     * Logs in one user after the other, with an answer to each before the next one has to come. A wrong password is
     * answered as well, without a token.
     */
    Stream<LoginReply> loginEach(Stream<LoginRequest> requests);
}
