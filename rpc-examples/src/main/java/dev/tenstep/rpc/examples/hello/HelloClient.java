package dev.tenstep.rpc.examples.hello;

import dev.tenstep.rpc.RpcClient;

/** Asks the server at 127.0.0.1:9090, or at the target given, for a greeting. */
public final class HelloClient {
    private HelloClient() {}

    /** Makes one call and prints the reply. */
    public static void main(String[] args) {
        try (RpcClient client = RpcClient.to(args.length > 0 ? args[0] : "127.0.0.1:9090")) {
            HelloWorldService hello = client.stub(HelloWorldService.class);
            System.out.println(hello.SayHello(new HelloRequest("shen")).message());
        }
    }
}
