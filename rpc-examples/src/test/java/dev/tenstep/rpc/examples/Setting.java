package dev.tenstep.rpc.examples;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.TinySerializer;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** A serializer and a transport: each example is called in all combinations. */
public record Setting(Serializer serializer, String address) {

    /** Returns each serializer that carries all of the examples' types, in process and over Netty; gob knows no Instant. */
    public static Stream<Setting> all() {
        Stream<Serializer> found = ServiceLoader.load(Serializer.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(serializer -> !serializer.name().startsWith("gob"));
        return Stream.concat(Stream.of(new TinySerializer()), found)
                .flatMap(serializer -> List.of("inproc:examples", "127.0.0.1:0").stream()
                        .map(address -> new Setting(serializer, address)));
    }

    /** Starts a server, calls it, and closes both. */
    public <T> void run(Class<T> service, T handler, Check<T> check) throws Exception {
        try (RpcServer server = RpcServer.builder()
                .listen(address)
                .serializer(serializer)
                .service(service, handler)
                .start()) {
            RpcClient.Builder builder = RpcClient.builder().to(server.address());
            try (RpcClient client = builder.serializer(serializer).build()) {
                check.accept(client.stub(service));
            }
        }
    }

    /** A test's use of a stub. */
    public interface Check<T> {
        void accept(T stub) throws Exception;
    }

    @Override
    public String toString() {
        return serializer.name() + " " + address;
    }
}
