package dev.tenstep.rpc.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.kernel.TlsOptions;
import dev.tenstep.rpc.transport.netty.Pki;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests calls by Connect, over both versions of HTTP, to this server and to heads that others would send. */
@Timeout(60)
final class ConnectClientTest {
    @TempDir
    static Path folder;

    private static RpcServer server;

    /** The service that is called. */
    @RpcService("shop.Shop")
    interface Shop {
        @Idempotent(sideEffects = false)
        Item find(long id) throws NoSuchItemException;

        @Idempotent(sideEffects = false)
        int length(String text);

        CompletionStage<Item> put(Item item);

        Stream<Item> list(int count);

        int total(Stream<Item> items);

        Stream<String> label(String text, Stream<Item> items);
    }

    /** An item. */
    record Item(long id, String name) {}

    /** The declared exception. */
    static final class NoSuchItemException extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        NoSuchItemException(String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    private static final class Handler implements Shop {
        @Override
        public Item find(long id) throws NoSuchItemException {
            if (id < 0) {
                throw new NoSuchItemException("no item " + id, id);
            }
            String caller = CallContext.current().metadata().text("caller");
            if (caller != null) {
                CallContext.current().replyMetadata(Metadata.of("seen", caller));
                CallContext.current().trailers(Metadata.EMPTY.with("raw-bin", new byte[] {0, 1, -1}));
            }
            return new Item(id, "item " + id);
        }

        @Override
        public int length(String text) {
            return text.length();
        }

        @Override
        public CompletionStage<Item> put(Item item) {
            return CompletableFuture.completedStage(item);
        }

        @Override
        public Stream<Item> list(int count) {
            return IntStream.range(0, count).mapToObj(i -> new Item(i, "item " + i));
        }

        @Override
        public int total(Stream<Item> items) {
            return items.mapToInt(item -> (int) item.id()).sum();
        }

        @Override
        public Stream<String> label(String text, Stream<Item> items) {
            return items.map(item -> text + item.name());
        }
    }

    @BeforeAll
    static void start() {
        server = RpcServer.builder()
                .listen("127.0.0.1:0")
                .serializer("protobuf")
                .service(Shop.class, new Handler())
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RpcClient client(String address, String version, String serializer, String... more) {
        Map<String, String> config = new HashMap<>(Map.of("rpc.http.version", version));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return RpcClient.builder()
                .to(address)
                .protocol("connect")
                .serializer(serializer)
                .config(config)
                .build();
    }

    private static RpcClient client(String address, String version, String serializer, Filter filter) {
        return RpcClient.builder()
                .to(address)
                .protocol("connect")
                .serializer(serializer)
                .filter(filter)
                .config(Map.of("rpc.http.version", version))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"2, protobuf", "2, protobuf-json", "1.1, protobuf", "1.1, protobuf-json"})
    void everyKindOfCallIsAnswered(String version, String serializer) throws Exception {
        List<Metadata> received = new CopyOnWriteArrayList<>();
        Filter seen = (call, replyTo, next) -> next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                if (!reply.replyMetadata().isEmpty()) {
                    received.add(reply.replyMetadata());
                }
                replyTo.reply(reply);
            }

            @Override
            public void fail(RpcException failure) {
                replyTo.fail(failure);
            }
        });
        try (RpcClient client = client(server.address(), version, serializer, seen)) {
            Shop shop = client.stub(
                    Shop.class, CallOptions.deadline(Duration.ofSeconds(20)).with(Metadata.of("caller", "me \u00e4")));
            assertThat(shop.find(7)).isEqualTo(new Item(7, "item 7"));
            assertThat(received)
                    .containsExactly(Metadata.of("seen", "me \u00e4").with("raw-bin", new byte[] {0, 1, -1}));
            assertThatThrownBy(() -> shop.find(-3))
                    .isInstanceOf(NoSuchItemException.class)
                    .hasMessage("no item -3")
                    .extracting(e -> ((NoSuchItemException) e).id())
                    .isEqualTo(-3L);
            assertThat(shop.list(1000)).hasSize(1000);
            assertThat(shop.total(IntStream.range(0, 100).mapToObj(i -> new Item(i, ""))))
                    .isEqualTo(4950);
            String name = "x".repeat(300_000);
            assertThat(shop.put(new Item(1, name)).toCompletableFuture().join().name())
                    .isEqualTo(name);
            Shop compressing = client.stub(Shop.class, CallOptions.DEFAULT.withCompression("gzip"));
            assertThat(compressing
                            .put(new Item(1, name))
                            .toCompletableFuture()
                            .join()
                            .name())
                    .isEqualTo(name);
            assertThat(compressing.list(3)).hasSize(3);
        }
    }

    @Test
    void streamsBothWaysNeedHttp2() {
        Stream<Item> items = Stream.of(new Item(1, "a"), new Item(2, "b"));
        try (RpcClient client = client(server.address(), "2", "protobuf")) {
            assertThat(client.stub(Shop.class).label("> ", items)).containsExactly("> a", "> b");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void manyCallsTakeTurnsOnTheConnectionsOfHttp1(int connections) {
        try (RpcClient client =
                client(server.address(), "1.1", "protobuf", "rpc.connections", String.valueOf(connections))) {
            Shop shop = client.stub(Shop.class, CallOptions.deadline(Duration.ofSeconds(20)));
            List<CompletableFuture<Item>> calls = IntStream.range(0, 500)
                    .mapToObj(i -> shop.put(new Item(i, "")).toCompletableFuture())
                    .toList();
            assertThat(calls.stream().map(each -> each.join().id()))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 500).mapToObj(Long::valueOf).toList());
        }
    }

    /** Returns the first line that a client sends for a call of that id, by GET if the key says so. */
    private static String line(String serializer, long id, String... more) throws IOException {
        CompletableFuture<String> line = new CompletableFuture<>();
        try (RawServer raw = new RawServer();
                RpcClient client = client(raw.address(), "1.1", serializer, more)) {
            raw.serve(socket -> {
                ByteArrayOutputStream head = new ByteArrayOutputStream();
                for (int b = socket.getInputStream().read();
                        b != '\r';
                        b = socket.getInputStream().read()) {
                    head.write(b);
                }
                line.complete(head.toString(StandardCharsets.US_ASCII));
            });
            assertThatThrownBy(() -> client.stub(Shop.class).find(id)).isInstanceOf(RpcException.class);
        }
        return line.join();
    }

    @Test
    void methodsWithoutSideEffectsAreCalledByGetIfWanted() throws Exception {
        String get = "GET /shop.Shop/Find?connect=v1";
        assertThat(line("protobuf-json", 7)).isEqualTo("POST /shop.Shop/Find HTTP/1.1");
        assertThat(line("protobuf-json", 7, "rpc.http.get", "true"))
                .isEqualTo(get + "&encoding=json&message=%7B%22id%22%3A%227%22%7D HTTP/1.1");
        assertThat(line("protobuf", 7, "rpc.http.get", "true"))
                .isEqualTo(get + "&base64=1&encoding=proto&message=CAc HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "1.1"})
    void getIsAnsweredToo(String version) throws Exception {
        for (String serializer : List.of("protobuf", "protobuf-json")) {
            try (RpcClient client = client(server.address(), version, serializer, "rpc.http.get", "true")) {
                Shop shop = client.stub(Shop.class);
                assertThat(shop.find(7).name()).isEqualTo("item 7");
                assertThatThrownBy(() -> shop.find(-3)).isInstanceOf(NoSuchItemException.class);
                Shop compressing = client.stub(Shop.class, CallOptions.DEFAULT.withCompression("gzip"));
                assertThat(compressing.find(8).name()).isEqualTo("item 8");
                // Of 8 KiB and more, a server reads no address.
                assertThat(shop.length("x".repeat(9000))).isEqualTo(9000);
            }
        }
    }

    /** Answers as a server would that knows nothing of Tenstep: with the exception among the details. */
    private static void foreign(RawServer raw) {
        // message NoSuchItemException { string message = 1; int64 id = 2; }
        String json = "{\"code\":\"not_found\",\"message\":\"none\",\"details\":"
                + "[{\"type\":\"shop.NoSuchItemException\",\"value\":\"CgRub25lEAk=\"}]}";
        raw.serve(socket -> {
            socket.getInputStream().read(new byte[4096]);
            socket.getOutputStream()
                    .write(("HTTP/1.1 404 No\r\ncontent-type: application/json\r\ncontent-length: " + json.length()
                                    + "\r\n\r\n" + json)
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"protobuf", "protobuf-json"})
    void declaredExceptionOfAnotherServerIsReadFromTheDetails(String serializer) throws IOException {
        try (RawServer raw = new RawServer();
                RpcClient client = client(raw.address(), "1.1", serializer)) {
            foreign(raw);
            assertThatThrownBy(() -> client.stub(Shop.class).find(9))
                    .isInstanceOf(NoSuchItemException.class)
                    .hasMessage("none")
                    .extracting(e -> ((NoSuchItemException) e).id())
                    .isEqualTo(9L);
        }
    }

    @Test
    void clientThatDoesNotReadProtobufGetsTheCodeAndTheDetails() throws IOException {
        try (RawServer raw = new RawServer();
                RpcClient client = raw.client("connect", Map.of("rpc.http.version", "1.1"))) {
            foreign(raw);
            RpcException failure = catchThrowableOfType(
                    RpcException.class, () -> client.stub(Shop.class).find(9));
            assertThat(failure.code()).isEqualTo(StatusCode.NOT_FOUND);
            assertThat(failure.details()).isNotEmpty();
        }
    }

    @Test
    void withTlsTheServerChoosesTheVersion() throws Exception {
        Pki pki = new Pki(folder, "authority");
        TlsOptions ofServer = pki.issue("server").withAuthorities(pki.certificates());
        TlsOptions ofClient = pki.issue("client").withAuthorities(pki.certificates());
        try (RpcServer encrypted = RpcServer.builder()
                        .listen("127.0.0.1:0")
                        .serializer("protobuf")
                        .tls(ofServer)
                        .service(Shop.class, new Handler())
                        .start();
                RpcClient newer = encrypted(encrypted.address(), ofClient, "2");
                RpcClient older = encrypted(encrypted.address(), ofClient, "1.1")) {
            Stream<Item> items = Stream.of(new Item(1, "a"));
            assertThat(newer.stub(Shop.class).label("> ", items)).containsExactly("> a");
            assertThat(older.stub(Shop.class).find(7).name()).isEqualTo("item 7");
            RpcException refused = catchThrowableOfType(
                    RpcException.class,
                    () -> older.stub(Shop.class).label("> ", Stream.of()).count());
            assertThat(refused).hasMessageContaining("HTTP/1.1");
        }
    }

    private static RpcClient encrypted(String address, TlsOptions tls, String version) {
        return RpcClient.builder()
                .to(address)
                .protocol("connect")
                .serializer("protobuf")
                .tls(tls)
                .config(Map.of("rpc.http.version", version))
                .build();
    }
}
