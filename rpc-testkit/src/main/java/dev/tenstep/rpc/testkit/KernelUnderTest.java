package dev.tenstep.rpc.testkit;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.kernel.KernelSettings;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The kernel that a suite tries, and servers and clients that meet through it. */
interface KernelUnderTest {

    /** An address at which nobody listens yet; another one each time. */
    String address();

    /** The protocol that calls come by. */
    default String protocol() {
        return address().startsWith("inproc:") ? "inproc" : "tenstep";
    }

    /** Returns the kernel settings that apply unless a test chooses its own. */
    default KernelSettings settings() {
        return KernelSettings.DEFAULT;
    }

    /** A server at a new address, to which services are to be added. */
    default RpcServer.Builder server() {
        return server(address());
    }

    /** A server at that address; a kernel's test may set up more that all its servers need. */
    default RpcServer.Builder server(String address) {
        return RpcServer.builder()
                .listen(address)
                .serializer(new TinySerializer())
                .settings(settings())
                .drain(Duration.ofSeconds(5));
    }

    /** A client of the server. */
    default RpcClient.Builder client(RpcServer server) {
        return client(server.address());
    }

    /** A client of that address; a kernel's test may set up more that all its clients need. */
    default RpcClient.Builder client(String address) {
        return RpcClient.builder()
                .to(address)
                .protocol(protocol())
                .serializer(new TinySerializer())
                .settings(settings())
                .deadline(Eventually.LONG);
    }

    /** A server of one service, and a client of it. */
    default <T> Served<T> serve(Class<T> type, T handler) {
        return serve(type, handler, server -> server, client -> client);
    }

    /** A server of one service and a client of it, both set up as the test needs them. */
    default <T> Served<T> serve(
            Class<T> type,
            T handler,
            UnaryOperator<RpcServer.Builder> serverSetup,
            UnaryOperator<RpcClient.Builder> clientSetup) {
        RpcServer server = serverSetup.apply(server()).service(type, handler).start();
        return new Served<>(type, server, clientSetup.apply(client(server)).build());
    }
}
