package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Makes one call to an address over a transport and returns its outcome; loaded by a {@link StubbingLoader}. */
final class OneCall implements BiFunction<String, String, Object> {

    /** A method whose call is long enough to need every step. */
    @RpcService
    interface Greeter {
        CompletableFuture<String> greet(String name);
    }

    @Override
    public Object apply(String address, String transport) {
        KernelSettings settings = KernelSettings.DEFAULT.withTransport(transport);
        try (RpcServer server = RpcServer.builder()
                        .listen(address)
                        .serializer(new TinySerializer())
                        .settings(settings)
                        .drain(Duration.ZERO)
                        .service(Greeter.class, name -> CompletableFuture.completedFuture("Hello, " + name))
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer(new TinySerializer())
                        .settings(settings)
                        .build()) {
            return client.stub(Greeter.class).greet("shen").get(1, TimeUnit.SECONDS);
        } catch (Exception e) {
            return e;
        }
    }
}
