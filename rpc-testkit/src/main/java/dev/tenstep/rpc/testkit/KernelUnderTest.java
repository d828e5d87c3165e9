package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The kernel under test, and servers and clients that use it. */
interface KernelUnderTest {

    /** Returns an address at which nobody listens yet, a new one each time. */
    String address();

    /** Returns the protocol that calls use. */
    default String protocol() {
        return address().startsWith("inproc:") ? "inproc" : "tenstep";
    }

    /** Returns the kernel settings that apply unless a test chooses its own. */
    default KernelSettings settings() {
        return KernelSettings.DEFAULT;
    }

    /** Returns the builder of a server at a new address, without services. */
    default RpcServer.Builder server() {
        return server(address());
    }

    /**
     * Returns the builder of a server at that address. A kernel's test may override it with settings for all its
     * servers.
     */
    default RpcServer.Builder server(String address) {
        return RpcServer.builder()
                .listen(address)
                .serializer(new TinySerializer())
                .settings(settings())
                .drain(Duration.ofSeconds(5));
    }

    /** Returns the builder of a client of the server. */
    default RpcClient.Builder client(RpcServer server) {
        return client(server.address());
    }

    /**
     * Returns the builder of a client of that address. A kernel's test may override it with settings for all its
     * clients.
     */
    default RpcClient.Builder client(String address) {
        return RpcClient.builder()
                .to(address)
                .protocol(protocol())
                .serializer(new TinySerializer())
                .settings(settings())
                .deadline(Eventually.LONG);
    }

    /** Starts a server of one service and a client of it. */
    default <T> Served<T> serve(Class<T> type, T handler) {
        return serve(type, handler, server -> server, client -> client);
    }

    /** Starts a server of one service and a client of it, both with settings of the test's own. */
    default <T> Served<T> serve(
            Class<T> type,
            T handler,
            UnaryOperator<RpcServer.Builder> serverSetup,
            UnaryOperator<RpcClient.Builder> clientSetup) {
        RpcServer server = serverSetup.apply(server()).service(type, handler).start();
        return new Served<>(type, server, clientSetup.apply(client(server)).build());
    }
}
