package dev.tenstep.rpc.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.server.Page;
import dev.tenstep.rpc.transport.netty.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the clients of all protocols call one port at the same time, each as a program of its own, again and again: Tenstep's,
 * gRPC's of Go, connect-es and grpc-web in Node, curl, and Go's net/rpc in its three ways; and those that know TLS another
 * port. {@code -Done.port.seconds=60} has them go on for a minute.
 */
@Timeout(600)
final class OnePortTest {
    private static final Logger LOG = LoggerFactory.getLogger(OnePortTest.class);
    private static final long SECONDS = Long.getLong("one.port.seconds", 3);
    /** The port in the programs of the examples. */
    private static final String WRITTEN = "127.0.0.1:50000";

    @TempDir
    private static Path folder;

    /** The service of the examples for net/rpc. */
    @RpcService("Panda")
    @NonBlocking
    interface Panda {
        int Getinfo(int number);
    }

    /** The service of the examples for gRPC. */
    @RpcService("rpc_package.HelloWorldService")
    interface Hello {
        HelloReply sayHello(HelloRequest request);
    }

    /** A greeting that is asked for. */
    @Message
    record HelloRequest(String name) {}

    /** A greeting. */
    @Message
    record HelloReply(String message) {}

    @BeforeAll
    static void install() throws Exception {
        Go.require();
        Program.require("curl --version");
        Web.install();
    }

    private static RpcServer.Builder server(String address) {
        return Web.server(new TextsHandler())
                .listen(address)
                .serializer("protobuf")
                .service(Panda.class, number -> number + 1)
                .service(Hello.class, request -> new HelloReply("Hello, " + request.name() + "!"))
                .page("/panda", Page.text("panda"));
    }

    /** Builds a program of Go from the examples, which calls that address. */
    private static Path goClient(Go go, String from, String name, String address) throws Exception {
        String source = Files.readString(Program.PROJECT.resolve("rpc-examples").resolve(from));
        Program.write(go.sources().resolve(name).resolve("main.go"), source.replace(WRITTEN, address));
        return go.build(name);
    }

    /** Repeats something until the time is over, once at least; returns how often. */
    private static int repeat(Callable<String> once, String expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int count = 0;
        do {
            assertThat(once.call()).isEqualTo(expected);
            count++;
        } while (System.nanoTime() - end < 0);
        return count;
    }

    private static String curl(String... arguments) throws Exception {
        return Program.run(Program.command(List.of("curl", "-sS", "--max-time", "20"), arguments));
    }

    private static String asExpected(String printed) {
        return printed.lines().allMatch(line -> line.endsWith(": all as expected")) ? "all as expected" : printed;
    }

    private static void atOnce(Map<String, Callable<Integer>> clients) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Map<String, Future<Integer>> running = new LinkedHashMap<>();
            clients.forEach((name, client) -> running.put(name, threads.submit(client)));
            for (Map.Entry<String, Future<Integer>> each : running.entrySet()) {
                int rounds = each.getValue().get(300, TimeUnit.SECONDS);
                assertThat(rounds).as(each.getKey()).isPositive();
                LOG.info("{}: {} rounds", each.getKey(), rounds);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void everyProtocolIsSpokenAtOnce() throws Exception {
        Program.copy("rpc-examples/grpc/hello", folder.resolve("src"));
        Go go = new Go(folder);
        go.generate(Map.of("rpc_package.proto", "hello/rpc_package"));
        String address = "127.0.0.1:" + Program.freePort();
        Path grpc = goClient(go, "grpc/hello/client.go", "by-grpc", address);
        Path netRpc = goClient(go, "netrpc/client.go", "by-net-rpc", address);
        String url = "http://" + address;
        Map<String, Callable<Integer>> clients = new LinkedHashMap<>();
        try (RpcServer server = server(address).start();
                RpcClient client =
                        RpcClient.builder().to(address).serializer("protobuf").build()) {
            assertThat(server.address()).isEqualTo(address);
            Panda panda = client.stub(Panda.class);
            clients.put("tenstep", () -> repeat(() -> String.valueOf(panda.Getinfo(1)), "2"));
            clients.put("gRPC by Go", () -> repeat(() -> Program.run(List.of(grpc.toString())), "Hello, shen!\n"));
            clients.put(
                    "net/rpc by Go", () -> repeat(() -> Program.run(List.of(netRpc.toString())), "124\n124\n124\n"));
            clients.put("a page by curl", () -> repeat(() -> curl(url + "/panda"), "panda"));
            clients.put(
                    "Connect by curl",
                    () -> repeat(
                            () -> curl(
                                    "-H",
                                    "content-type: application/json",
                                    "-d",
                                    "{\"number\":1}",
                                    url + "/Panda/Getinfo"),
                            "{\"result\":2}"));
            for (String protocol : List.of("grpc", "grpc-web", "connect")) {
                clients.put(
                        protocol + " by Node",
                        () -> repeat(
                                () -> asExpected(Web.run("node", "client.mjs", protocol, url)), "all as expected"));
            }
            atOnce(clients);
        }
    }

    @Test
    void everyProtocolIsSpokenAtOnceWithTls() throws Exception {
        Pki pki = new Pki(folder, "a");
        Path authority = pki.certificates();
        Map<String, Callable<Integer>> clients = new LinkedHashMap<>();
        try (RpcServer server = server("127.0.0.1:0").tls(pki.issue("server")).start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer("protobuf")
                        .tls(pki.trusting())
                        .build()) {
            Panda panda = client.stub(Panda.class);
            String url = "https://" + server.address();
            clients.put("tenstep", () -> repeat(() -> String.valueOf(panda.Getinfo(1)), "2"));
            for (String alpn : List.of("--http2", "--http1.1", "--no-alpn")) {
                clients.put(
                        "a page by curl " + alpn,
                        () -> repeat(() -> curl(alpn, "--cacert", authority.toString(), url + "/panda"), "panda"));
            }
            for (String protocol : List.of("grpc", "grpc-web", "connect")) {
                clients.put(
                        protocol + " by Node",
                        () -> repeat(
                                () -> asExpected(Web.trusting(
                                        authority, "node", "client.mjs", protocol, url, authority.toString())),
                                "all as expected"));
            }
            atOnce(clients);
        }
    }
}
