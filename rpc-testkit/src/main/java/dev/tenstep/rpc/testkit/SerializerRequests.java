package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Message;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A sole parameter marked {@link Message}: it is the request itself, and never null. */
interface SerializerRequests {

    Serializer serializer();

    /** A request, and a reply. */
    @Message
    record Query(int limit, String text) {}

    /** Methods whose request and reply are messages. */
    @RpcService("requests")
    interface Queries {
        Query echo(Query query);
    }

    @Test
    default void soleParameterThatIsAMessageHasTheBytesOfAResultThatIsOne() throws IOException {
        MethodContract echo =
                Objects.requireNonNull(ServiceContract.of(Queries.class).method("echo"));
        MessageProbe request = MessageProbe.parameters(serializer(), echo);
        MessageProbe reply = MessageProbe.result(serializer(), echo);
        Query query = new Query(3, "x");
        assertThat(request.encode(new Object[] {query})).isEqualTo(reply.encode(query));
        assertThat((Object[]) request.decode(reply.encode(query))).containsExactly(query);
    }

    /** Returns the serializer of a sender that writes nothing in place of a request. */
    private static Serializer sendingNothing(Serializer honest) {
        return new Serializer() {
            @Override
            public String name() {
                return honest.name();
            }

            @Override
            public byte[] fingerprint(MethodContract method) {
                return honest.fingerprint(method);
            }

            @Override
            public Codec bind(MethodContract method, MessageShape shape) {
                Codec codec = honest.bind(method, shape);
                return shape.role() != MessageShape.Role.PARAMETERS
                        ? codec
                        : new Codec() {
                            @Override
                            public void encode(@Nullable Object value, MessageOutput out) throws IOException {
                                codec.encode(new @Nullable Object[] {null}, out);
                            }

                            @Override
                            public @Nullable Object decode(MessageInput in) throws IOException {
                                return codec.decode(in);
                            }
                        };
            }
        };
    }

    @Test
    default void requestThatIsNullNeverReachesAHandler() {
        AtomicInteger executed = new AtomicInteger();
        Queries handler = query -> {
            executed.incrementAndGet();
            return query;
        };
        try (RpcServer server = RpcServer.builder()
                        .listen("inproc:requests-" + UUID.randomUUID())
                        .serializer(serializer())
                        .service(Queries.class, handler)
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer(sendingNothing(serializer()))
                        .build()) {
            Queries stub = client.stub(Queries.class);
            assertThatThrownBy(() -> stub.echo(new Query(1, "a"))).isInstanceOfSatisfying(RpcException.class, e -> {
                assertThat(e.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
                assertThat(e.notStarted()).isTrue();
                assertThat(e).hasMessageNotContaining("NullPointerException");
                if (e.fromServer()) {
                    assertThat(e).hasMessageContaining("the request 'query' is null (expected: a Query)");
                }
            });
            assertThat(executed).hasValue(0);
        }
    }

    @Test
    default void requestThatIsNullIsRefusedByTheSender() {
        try (RpcServer server = RpcServer.builder()
                        .listen("inproc:requests-" + UUID.randomUUID())
                        .serializer(serializer())
                        .service(Queries.class, query -> new Query(query.limit() + 1, query.text()))
                        .start();
                RpcClient client = RpcClient.builder()
                        .to(server.address())
                        .serializer(serializer())
                        .build()) {
            Queries stub = client.stub(Queries.class);
            assertThat(stub.echo(new Query(1, "a"))).isEqualTo(new Query(2, "a"));
            Query nothing = null;
            assertThatThrownBy(() -> stub.echo(nothing))
                    .isInstanceOfSatisfying(RpcException.class, e -> {
                        assertThat(e.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
                        assertThat(e.fromServer()).isFalse();
                    })
                    .hasMessageContaining("the request 'query' is null (expected: a Query)");
        }
    }
}
