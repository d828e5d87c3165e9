package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcMethod;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server refuses what it does not serve, lists what it does serve, and starts nothing. */
interface KernelRefusals extends KernelUnderTest {

    /** A service that the server has. */
    @RpcService("shop.Orders")
    interface Orders {
        String find(int id);

        String list();
    }

    /** The handler. */
    record OrdersHandler() implements Orders {
        @Override
        public String find(int id) {
            return "order " + id;
        }

        @Override
        public String list() {
            return "all";
        }
    }

    /** The same service as a newer client knows it. */
    @RpcService("shop.Orders")
    interface LaterOrders {
        String find(int id);

        @RpcMethod("cancel")
        CompletableFuture<String> cancelOrder(int id);
    }

    /** A service that the server does not have. */
    @RpcService("shop.Customers")
    interface Customers {
        String find(int id);
    }

    /** The tiny serializer under another name, with a fingerprint. */
    record Marked(String name, String mark) implements Serializer {
        @Override
        public Codec bind(MethodContract method, MessageShape shape) {
            return new TinySerializer().bind(method, shape);
        }

        @Override
        public byte[] fingerprint(MethodContract method) {
            return mark.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable String skew(MethodContract method, byte[] clientFingerprint) {
            String client = new String(clientFingerprint, StandardCharsets.UTF_8);
            return client.equals("compatible") ? null : "field 'total' is " + client + " there and " + mark + " here";
        }
    }

    private static void assertRefused(RpcException seen, StatusCode code, String... texts) {
        assertThat(seen.code()).isEqualTo(code);
        assertThat(seen.getMessage()).contains(texts);
        assertThat(seen.fromServer()).isTrue();
        assertThat(seen.notStarted()).isTrue();
    }

    @Test
    default void unknownServiceIsRefusedByName() {
        try (Served<Orders> served = serve(Orders.class, new OrdersHandler())) {
            Customers unknown = served.client().stub(Customers.class);
            for (int i = 0; i < 3; i++) {
                assertRefused(
                        refused(() -> unknown.find(1)), StatusCode.UNIMPLEMENTED, "shop.Customers", "shop.Orders");
            }
            assertThat(served.stub().find(1)).isEqualTo("order 1");
        }
    }

    @Test
    default void unknownMethodIsRefusedByName() {
        try (Served<Orders> served = serve(Orders.class, new OrdersHandler())) {
            LaterOrders later = served.client().stub(LaterOrders.class);
            assertRefused(
                    refused(() -> later.cancelOrder(1).join()),
                    StatusCode.UNIMPLEMENTED,
                    "shop.Orders",
                    "cancel",
                    "find, list");
            assertThat(later.find(2)).isEqualTo("order 2");
        }
    }

    @Test
    default void unknownSerializerIsRefusedByName() {
        Marked foreign = new Marked("foreign", "");
        try (Served<Orders> served = serve(Orders.class, new OrdersHandler(), s -> s, c -> c.serializer(foreign))) {
            assertRefused(refused(() -> served.stub().find(1)), StatusCode.INVALID_ARGUMENT, "foreign", "tiny");
            assertThat(served.stub(CallOptions.DEFAULT.withSerializer("tiny")).find(1))
                    .isEqualTo("order 1");
        }
    }

    @Test
    default void serializerThatIsAcceptedBesideTheServersOwnServes() {
        Marked foreign = new Marked("foreign", "");
        RpcServer.Builder builder = server().serializer(foreign).serializer(new TinySerializer());
        try (RpcServer server = builder.accept("foreign")
                        .service(Orders.class, new OrdersHandler())
                        .start();
                RpcClient client = client(server).serializer(foreign).build()) {
            assertThat(client.stub(Orders.class).find(1)).isEqualTo("order 1");
            assertThat(client.stub(Orders.class, CallOptions.DEFAULT.withSerializer("tiny"))
                            .find(2))
                    .isEqualTo("order 2");
        }
    }

    @Test
    default void serializerThatTheClientDoesNotHaveIsRefusedHere() {
        try (Served<Orders> served = serve(Orders.class, new OrdersHandler())) {
            assertThatThrownBy(() -> served.stub(CallOptions.DEFAULT.withSerializer("xml")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("xml")
                    .hasMessageContaining("tiny");
        }
    }

    @Test
    default void skewOfTypesIsRefusedByName() {
        try (Served<Orders> served = serve(
                Orders.class,
                new OrdersHandler(),
                s -> s.serializer(new Marked("marked", "int")),
                c -> c.serializer(new Marked("marked", "long")))) {
            assertRefused(
                    refused(() -> served.stub().find(1)),
                    StatusCode.FAILED_PRECONDITION,
                    "Orders.find",
                    "marked",
                    "field 'total' is long there and int here");
        }
    }

    @Test
    default void differingFingerprintThatIsAcceptedIsServed() {
        try (Served<Orders> served = serve(
                Orders.class,
                new OrdersHandler(),
                s -> s.serializer(new Marked("marked", "int")),
                c -> c.serializer(new Marked("marked", "compatible")))) {
            assertThat(served.stub().find(1)).isEqualTo("order 1");
        }
    }

    @Test
    default void refusedCallTakesStepsOnTheClientOnly() {
        StepRecorder client = new StepRecorder();
        StepRecorder server = new StepRecorder();
        try (Served<Orders> served =
                serve(Orders.class, new OrdersHandler(), s -> s.listener(server), c -> c.listener(client))) {
            refused(() -> served.client().stub(Customers.class).find(1));
            assertThat(client.awaitEnded(1).get(0).steps()).isEqualTo(KernelSteps.steps(1, 2, 3, 8, 9, 10));
            assertThat(server.calls()).isEmpty();
        }
    }
}
