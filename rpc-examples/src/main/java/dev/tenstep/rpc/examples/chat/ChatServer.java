package dev.tenstep.rpc.examples.chat;

import dev.tenstep.rpc.RpcServer;
import java.util.concurrent.CountDownLatch;

/** Serves {@link Chat} on 127.0.0.1:9090, or on the address given, until the process is stopped. */
public final class ChatServer {
    private ChatServer() {}

    /** Starts the server on an address. */
    public static RpcServer start(String address) {
        return RpcServer.builder()
                .listen(address)
                .service(Chat.class, new Room())
                .start();
    }

    /** Serves until the process is stopped; members then have the server's drain time to leave. */
    public static void main(String[] args) throws InterruptedException {
        RpcServer server = start(args.length > 0 ? args[0] : "127.0.0.1:9090");
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println("listening on " + server.address());
        new CountDownLatch(1).await();
    }
}
