package dev.tenstep.rpc.examples.chat;

import dev.tenstep.rpc.RpcServer;

/** Serves {@link Chat} on 127.0.0.1:9090, or on the address given, until the process is stopped. */
public final class ChatServer {
    private ChatServer() {}

    /** Starts the server on an address. */
    public static RpcServer start(String address) {
        return RpcServer.builder()
                .listen(address)
                .service(Chat.class, new Room())
                .shutdownHook()
                .start();
    }

    /** Serves until the process is stopped; members then have the server's drain time to leave. */
    public static void main(String[] args) {
        RpcServer server = start(args.length > 0 ? args[0] : "127.0.0.1:9090");
        System.out.println("listening on " + server.address());
    }
}
