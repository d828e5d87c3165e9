package dev.tenstep.rpc.examples.users;

import dev.tenstep.rpc.RpcServer;
import java.util.concurrent.CountDownLatch;

/** Serves {@link Users} on 127.0.0.1:9090, or on the address given, until the process is stopped. */
public final class UsersServer {
    private UsersServer() {}

    /** Starts the server on an address. */
    public static RpcServer start(String address) {
        return RpcServer.builder()
                .listen(address)
                .service(Users.class, new UsersInMemory())
                .start();
    }

    /** Serves until the process is stopped; accepted calls are answered first. */
    public static void main(String[] args) throws InterruptedException {
        RpcServer server = start(args.length > 0 ? args[0] : "127.0.0.1:9090");
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        System.out.println("listening on " + server.address());
        new CountDownLatch(1).await();
    }
}
