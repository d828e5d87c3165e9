package dev.tenstep.rpc.examples.doorman;

import dev.tenstep.rpc.RpcServer;

/**
 * Serves {@link Doorman} at 127.0.0.1:9090, or at the address given, until the process is ended. Nothing in it is about TLS:
 * {@code -Drpc.config=FILE} names the settings, as all others.
 */
public final class DoormanServer {
    private DoormanServer() {}

    /** Starts the server at an address. */
    public static RpcServer start(String address) {
        return RpcServer.builder()
                .listen(address)
                .service(Doorman.class, new ByCertificate())
                .shutdownHook()
                .start();
    }

    /** Serves until the process is ended; calls that were taken are answered first. */
    public static void main(String[] args) {
        RpcServer server = start(args.length > 0 ? args[0] : "127.0.0.1:9090");
        System.out.println("listening on " + server.address());
    }
}
