package dev.tenstep.rpc.examples.chat;

import dev.tenstep.rpc.RpcServer;

/** Serves {@link Chat} at 127.0.0.1:9090, or at the address given, until the process is ended. */
public final class ChatServer {
    private ChatServer() {}

    /** Starts the server at an address. */
    public static RpcServer start(String address) {
        return RpcServer.builder()
                .listen(address)
                .service(Chat.class, new Room())
                .shutdownHook()
                .start();
    }

    /** Serves until the process is ended; who is in the room then has the server's drain time to leave. */
    public static void main(String[] args) {
        RpcServer server = start(args.length > 0 ? args[0] : "127.0.0.1:9090");
        System.out.println("listening on " + server.address());
    }
}
