package dev.tenstep.rpc.examples.upload;

import dev.tenstep.rpc.RpcServer;

/** Serves {@link Uploads} on 127.0.0.1:9090, or on the address given, until the process is stopped. */
public final class UploadServer {
    private static final long LIMIT = 1L << 30;

    private UploadServer() {}

    /** Starts the server on an address. */
    public static RpcServer start(String address) {
        return RpcServer.builder()
                .listen(address)
                .service(Uploads.class, new HashedUploads(LIMIT))
                .shutdownHook()
                .start();
    }

    /** Serves until the process is stopped; accepted calls are answered first. */
    public static void main(String[] args) {
        RpcServer server = start(args.length > 0 ? args[0] : "127.0.0.1:9090");
        System.out.println("listening on " + server.address());
    }
}
