package dev.tenstep.rpc.examples.panda;

import dev.tenstep.rpc.RpcServer;

/** Serves {@link Panda} at 127.0.0.1:9090, or at the address given, until the process is ended. */
public final class PandaServer {
    private PandaServer() {}

    /** Starts the server at an address. An interface with one method is served by a lambda as well. */
    public static RpcServer start(String address) {
        return RpcServer.builder()
                .listen(address)
                .service(Panda.class, number -> number + 1)
                .shutdownHook()
                .start();
    }

    /** Serves until the process is ended; calls that were taken are answered first. */
    public static void main(String[] args) {
        RpcServer server = start(args.length > 0 ? args[0] : "127.0.0.1:9090");
        System.out.println("listening on " + server.address());
    }
}
