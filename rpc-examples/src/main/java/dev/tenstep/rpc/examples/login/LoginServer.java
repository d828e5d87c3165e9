package dev.tenstep.rpc.examples.login;

import dev.tenstep.rpc.RpcServer;

/** Serves {@link LoginService} on 127.0.0.1:9090, or on the address given, until the process is stopped. */
public final class LoginServer {
    private LoginServer() {}

    /** Starts the server on an address. */
    public static RpcServer start(String address) {
        return RpcServer.builder()
                .listen(address)
                .service(LoginService.class, Accounts.ofExample())
                .shutdownHook()
                .start();
    }

    /** Serves until the process is stopped; accepted calls are answered first. */
    public static void main(String[] args) {
        RpcServer server = start(args.length > 0 ? args[0] : "127.0.0.1:9090");
        System.out.println("listening on " + server.address());
    }
}
