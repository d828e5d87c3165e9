package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * An interface on one side and its async twin on the other: every result is read correctly, whichever side has which.
 */
interface SerializerTwins {

    Serializer serializer();

    /** The blocking interface. */
    @RpcService("twins")
    interface Blocking {
        boolean truth(int number);

        byte octet(int number);

        short small(int number);

        char letter(int number);

        int number(int number);

        long large(int number);

        float single(int number);

        double twice(int number);

        @Nullable
        Integer boxed(int number);

        String text(int number);

        List<Integer> list(int number);

        void nothing(int number);
    }

    /** The same methods with stages. */
    @RpcService("twins")
    interface Async {
        CompletionStage<Boolean> truth(int number);

        CompletionStage<Byte> octet(int number);

        CompletionStage<Short> small(int number);

        CompletionStage<Character> letter(int number);

        CompletionStage<Integer> number(int number);

        CompletionStage<Long> large(int number);

        CompletableFuture<Float> single(int number);

        CompletableFuture<Double> twice(int number);

        CompletionStage<@Nullable Integer> boxed(int number);

        CompletionStage<String> text(int number);

        CompletionStage<List<Integer>> list(int number);

        CompletionStage<@Nullable Void> nothing(int number);
    }

    /** A service with the smallest results, for either side. */
    @RpcService("numbers")
    interface Counts {
        int count(@Nullable String of);

        boolean exists(@Nullable String name);
    }

    /** The async twin of that service. */
    @RpcService("numbers")
    interface CountsLater {
        CompletionStage<@Nullable Integer> count(@Nullable String of);

        CompletionStage<@Nullable Boolean> exists(@Nullable String name);
    }

    @Test
    default void twinsHaveOneFingerprint() {
        for (MethodContract blocking : ServiceContract.of(Blocking.class).methods()) {
            MethodContract async = find(Async.class, blocking.name());
            assertThat(serializer().fingerprint(blocking))
                    .as(blocking.displayName())
                    .isEqualTo(serializer().fingerprint(async));
        }
    }

    @TestFactory
    default Stream<DynamicTest> resultOfOneIsReadByTheOther() {
        return Stream.of(
                        sample("truth", true, false),
                        sample("octet", (byte) 0, (byte) -1),
                        sample("small", (short) 0, (short) 7),
                        sample("letter", '\0', 'x'),
                        sample("number", 0, -1),
                        sample("large", 0L, Long.MIN_VALUE),
                        sample("single", 0f, -0f, 1.5f),
                        sample("twice", 0d, -0d, 1e300),
                        sample("boxed", 0, 5, null),
                        sample("text", "", "x", null),
                        sample("list", List.of(), List.of(0)),
                        sample("nothing", (Object) null))
                .flatMap(List::stream)
                .map(each -> dynamicTest(each.toString(), () -> crossesInBothDirections(each)));
    }

    private static List<Sample> sample(String method, @Nullable Object... values) {
        return Sample.same(method, values);
    }

    private void crossesInBothDirections(Sample each) throws IOException {
        MessageProbe blocking = MessageProbe.result(serializer(), find(Blocking.class, each.method()));
        MessageProbe async = MessageProbe.result(serializer(), find(Async.class, each.method()));
        byte[] message = blocking.encode(each.value());
        assertThat(async.encode(each.value())).isEqualTo(message);
        assertThat(async.decode(message)).isEqualTo(each.value());
        assertThat(blocking.decode(message)).isEqualTo(each.value());
    }

    private static MethodContract find(Class<?> type, String name) {
        return Objects.requireNonNull(ServiceContract.of(type).method(name), name);
    }

    @Test
    default void asyncClientCallsABlockingServer() {
        Counts handler = new Counts() {
            @Override
            public int count(@Nullable String of) {
                return of == null ? 0 : of.length();
            }

            @Override
            public boolean exists(@Nullable String name) {
                return name != null;
            }
        };
        try (RpcServer server = serverOf(Counts.class, handler);
                RpcClient client = clientOf(server)) {
            CountsLater stub = client.stub(CountsLater.class);
            assertThat(stub.count(null).toCompletableFuture().join()).isEqualTo(0);
            assertThat(stub.count("abc").toCompletableFuture().join()).isEqualTo(3);
            assertThat(stub.exists(null).toCompletableFuture().join()).isFalse();
            assertThat(stub.exists("a").toCompletableFuture().join()).isTrue();
        }
    }

    @Test
    default void blockingClientCallsAnAsyncServerAndIsToldOfANull() {
        CountsLater handler = new CountsLater() {
            @Override
            public CompletionStage<@Nullable Integer> count(@Nullable String of) {
                return CompletableFuture.completedStage(of == null ? null : of.length());
            }

            @Override
            public CompletionStage<@Nullable Boolean> exists(@Nullable String name) {
                return CompletableFuture.completedStage(
                        Optional.ofNullable(name).map(String::isEmpty).orElse(null));
            }
        };
        try (RpcServer server = serverOf(CountsLater.class, handler);
                RpcClient client = clientOf(server)) {
            Counts stub = client.stub(Counts.class);
            assertThat(stub.count("")).isZero();
            assertThat(stub.exists("a")).isFalse();
            assertThatThrownBy(() -> stub.count(null))
                    .isInstanceOfSatisfying(
                            RpcException.class, e -> assertThat(e.code()).isEqualTo(StatusCode.INTERNAL))
                    .hasMessageContaining("the result of Counts.count is null (expected: the int");
            assertThatThrownBy(() -> stub.exists(null)).hasMessageContaining("expected: the boolean");
        }
    }

    private <T> RpcServer serverOf(Class<T> type, T handler) {
        return RpcServer.builder()
                .listen("inproc:twins-" + UUID.randomUUID())
                .serializer(serializer())
                .service(type, handler)
                .start();
    }

    private RpcClient clientOf(RpcServer server) {
        return RpcClient.builder().to(server.address()).serializer(serializer()).build();
    }
}
