package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The results of calls that succeed, and the behaviour of the stub itself. */
interface KernelCalls extends KernelUnderTest {

    /** A record with fields of every kind. */
    record Everything(
            int number,
            long big,
            boolean flag,
            double ratio,
            @Nullable String text,
            List<String> list,
            Map<String, Long> map) {}

    /** Methods of each shape. */
    @RpcService
    interface Shapes {
        String blocking(String text);

        CompletionStage<String> async(String text);

        CompletableFuture<String> future(String text);

        @NonBlocking
        String nonBlocking(String text);

        void nothing(String text);

        CompletionStage<Void> nothingLater(String text);

        int none();

        @Nullable
        String maybe(@Nullable String text);

        CompletionStage<@Nullable String> maybeLater(@Nullable String text);

        Everything everything(
                int number,
                long big,
                boolean flag,
                double ratio,
                @Nullable String text,
                List<String> list,
                Map<String, Long> map);

        byte[] bytes(byte[] bytes);

        @RpcMethod("sumOfTwo")
        int sum(int a, int b);

        @RpcMethod("sumOfThree")
        int sum(int a, int b, int c);

        default String twice(String text) {
            return blocking(text) + blocking(text);
        }
    }

    /** The handler, which records its parameters. */
    final class ShapesHandler implements Shapes {
        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public String blocking(String text) {
            heard.add(text);
            return "<" + text + ">";
        }

        @Override
        public CompletionStage<String> async(String text) {
            return CompletableFuture.supplyAsync(() -> "<" + text + ">");
        }

        @Override
        public CompletableFuture<String> future(String text) {
            return CompletableFuture.completedFuture("<" + text + ">");
        }

        @Override
        public String nonBlocking(String text) {
            return "<" + text + ">";
        }

        @Override
        public void nothing(String text) {
            heard.add(text);
        }

        @Override
        public CompletionStage<Void> nothingLater(String text) {
            return CompletableFuture.runAsync(() -> heard.add(text));
        }

        @Override
        public int none() {
            return 7;
        }

        @Override
        public @Nullable String maybe(@Nullable String text) {
            return text;
        }

        @Override
        public CompletionStage<@Nullable String> maybeLater(@Nullable String text) {
            return CompletableFuture.completedFuture(text);
        }

        @Override
        public Everything everything(
                int number,
                long big,
                boolean flag,
                double ratio,
                @Nullable String text,
                List<String> list,
                Map<String, Long> map) {
            return new Everything(number, big, flag, ratio, text, list, map);
        }

        @Override
        public byte[] bytes(byte[] bytes) {
            return bytes;
        }

        @Override
        public int sum(int a, int b) {
            return a + b;
        }

        @Override
        public int sum(int a, int b, int c) {
            return a + b + c;
        }

        @Override
        public String twice(String text) {
            throw new AssertionError("a default method crossed");
        }
    }

    @Test
    default void methodOfEachStyleGivesItsResult() {
        try (Served<Shapes> served = serve(Shapes.class, new ShapesHandler())) {
            Shapes stub = served.stub();
            assertThat(stub.blocking("a")).isEqualTo("<a>");
            assertThat(stub.async("b").toCompletableFuture().join()).isEqualTo("<b>");
            assertThat(stub.future("c").join()).isEqualTo("<c>");
            assertThat(stub.nonBlocking("d")).isEqualTo("<d>");
            assertThat(stub.none()).isEqualTo(7);
            assertThat(stub.sum(1, 2)).isEqualTo(3);
            assertThat(stub.sum(1, 2, 3)).isEqualTo(6);
        }
    }

    @Test
    default void voidMethodReturnsWhenItWasExecuted() {
        ShapesHandler handler = new ShapesHandler();
        try (Served<Shapes> served = serve(Shapes.class, handler)) {
            served.stub().nothing("a");
            assertThat(handler.heard).containsExactly("a");
            assertThat(served.stub().nothingLater("b").toCompletableFuture().join())
                    .isNull();
            assertThat(handler.heard).containsExactly("a", "b");
        }
    }

    @Test
    default void nullCrossesInBothDirections() {
        try (Served<Shapes> served = serve(Shapes.class, new ShapesHandler())) {
            assertThat(served.stub().maybe(null)).isNull();
            assertThat(served.stub().maybe("")).isEmpty();
            assertThat(served.stub().maybeLater(null).toCompletableFuture().join())
                    .isNull();
        }
    }

    @Test
    default void severalParametersArriveInOrder() {
        try (Served<Shapes> served = serve(Shapes.class, new ShapesHandler())) {
            Everything sent = new Everything(
                    Integer.MIN_VALUE, Long.MAX_VALUE, true, -0.5, null, List.of("x", "y"), Map.of("k", 1L));
            assertThat(served.stub()
                            .everything(sent.number, sent.big, sent.flag, sent.ratio, sent.text, sent.list, sent.map))
                    .isEqualTo(sent);
        }
    }

    @Test
    default void defaultMethodRunsOnTheClient() {
        ShapesHandler handler = new ShapesHandler();
        try (Served<Shapes> served = serve(Shapes.class, handler)) {
            assertThat(served.stub().twice("a")).isEqualTo("<a><a>");
            assertThat(handler.heard).containsExactly("a", "a");
        }
    }

    /** A generic interface, which a service extends. */
    interface Store<K, V> {
        V put(K key, V value);

        CompletionStage<V> putLater(K key, V value);
    }

    /** Binds its type arguments and narrows a result. */
    @RpcService
    interface TextStore extends Store<Long, String> {
        @Override
        CompletableFuture<String> putLater(Long key, String value);
    }

    /** The handler. */
    record TextStoreHandler() implements TextStore {
        @Override
        public String put(Long key, String value) {
            return key + value;
        }

        @Override
        public CompletableFuture<String> putLater(Long key, String value) {
            return CompletableFuture.completedFuture(key + value);
        }
    }

    @Test
    default void inheritedMethodIsCalledByEitherType() {
        try (Served<TextStore> served = serve(TextStore.class, new TextStoreHandler())) {
            TextStore stub = served.stub();
            Store<Long, String> inherited = stub;
            assertThat(stub.put(1L, "a")).isEqualTo("1a");
            assertThat(inherited.put(2L, "b")).isEqualTo("2b");
            assertThat(stub.putLater(3L, "c").join()).isEqualTo("3c");
            assertThat(inherited.putLater(4L, "d").toCompletableFuture().join()).isEqualTo("4d");
        }
    }

    /** A second service. */
    @RpcService
    interface Counter {
        int next();
    }

    @Test
    default void oneServerServesSeveralServicesToSeveralClients() {
        AtomicInteger count = new AtomicInteger();
        try (RpcServer server = server().service(Shapes.class, new ShapesHandler())
                        .service(Counter.class, count::incrementAndGet)
                        .start();
                RpcClient first = client(server).build();
                RpcClient second = client(server).build()) {
            assertThat(first.stub(Counter.class).next()).isEqualTo(1);
            assertThat(second.stub(Counter.class).next()).isEqualTo(2);
            assertThat(first.stub(Shapes.class).blocking("a")).isEqualTo("<a>");
            assertThat(second.stub(Shapes.class).blocking("b")).isEqualTo("<b>");
        }
    }

    @Test
    default void objectsOwnMethodsStayOnTheClient() {
        try (Served<Shapes> served = serve(Shapes.class, new ShapesHandler())) {
            Shapes stub = served.stub();
            Shapes other = served.stub();
            served.client().close();
            served.server().close();
            Set<Shapes> stubs = new HashSet<>(List.of(stub, other));
            assertThat(stubs).hasSize(2).contains(stub, other);
            assertThat(stub).isNotEqualTo(null).isNotEqualTo("a stub");
            assertThat(stub.toString()).contains(Shapes.class.getName());
        }
    }

    @Test
    default void messagesOfAllSizesCrossSideBySide() {
        try (Served<Shapes> served = serve(Shapes.class, new ShapesHandler())) {
            Shapes stub = served.stub();
            List<CompletableFuture<String>> small = new ArrayList<>();
            List<byte[]> sent = new ArrayList<>();
            List<CompletableFuture<byte[]>> large = new ArrayList<>();
            for (int size :
                    new int[] {0, 1, 2_000, 2_100, 65_535, 65_536, 65_537, 81_919, 81_920, 81_921, 300_000, 3_000_000
                    }) {
                byte[] bytes = new byte[size];
                for (int i = 0; i < size; i++) {
                    bytes[i] = (byte) (i * 31 + size);
                }
                sent.add(bytes);
                large.add(CompletableFuture.supplyAsync(() -> stub.bytes(bytes)));
                for (int i = 0; i < 20; i++) {
                    small.add(stub.future("s" + i));
                }
            }
            for (int i = 0; i < small.size(); i++) {
                assertThat(small.get(i).join()).isEqualTo("<s" + i % 20 + ">");
            }
            for (int i = 0; i < sent.size(); i++) {
                assertThat(large.get(i).join()).isEqualTo(sent.get(i));
            }
        }
    }

    @Test
    default void stubOfAnInterfaceThatCannotBeCalledIsRefusedAtOnce() {
        try (Served<Counter> served = serve(Counter.class, () -> 1)) {
            assertThatThrownBy(() -> served.client().stub(Runnable.class))
                    .hasMessageContaining(Runnable.class.getName())
                    .hasMessageContaining("RpcService");
        }
    }
}
