package dev.tenstep.rpc.examples.doorman;

import dev.tenstep.rpc.RpcClient;

/**
 * Asks the server at 127.0.0.1:9090, or at the target given, for a greeting, over TLS if {@code -Drpc.config} says
 * so.
 */
public final class DoormanClient {
    private DoormanClient() {}

    /** Makes one call and prints the reply. */
    public static void main(String[] args) {
        try (RpcClient client = RpcClient.to(args.length > 0 ? args[0] : "127.0.0.1:9090")) {
            System.out.println(client.stub(Doorman.class).greet());
        }
    }
}
