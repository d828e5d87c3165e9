package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.contract.ServiceContract;
import dev.tenstep.rpc.kernel.WireFailure;
import dev.tenstep.rpc.kernel.WireFailure.Declared;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.server.IncomingCall;
import dev.tenstep.rpc.server.Refusal;
import dev.tenstep.rpc.server.ServerMethod;
import dev.tenstep.rpc.testkit.KernelFailures.Rejected;
import dev.tenstep.rpc.worker.HandlerShare;
import dev.tenstep.rpc.worker.WorkerPool;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A failure passes through the record as over a wire, from the server's exception to the caller's. */
final class WireFailureTest {
    private static final int MOST_METADATA = 100;

    static final class Barred extends Exception {
        private static final long serialVersionUID = 1;
    }

    static final class Lost extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        Lost(String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    @RpcService
    interface Server {
        String find() throws Lost, Rejected;
    }

    /** The same method as a client knows it that sorts another exception first. */
    @RpcService
    interface Client {
        String find() throws Barred, Lost, Rejected;
    }

    /** A client that has never heard of one of the exceptions. */
    @RpcService
    interface Older {
        String find() throws Rejected;
    }

    private static final class Served extends IncomingCall {
        Served(MethodBinding binding) {
            super(
                    new ServerMethod(
                            binding, (call, replyTo) -> {}, (call, replyTo) -> {}, Runnable::run, List.of(), null),
                    new MessageInput(),
                    Metadata.EMPTY,
                    0,
                    false);
        }

        @Override
        protected void send(Reply reply) {}

        @Override
        protected void sendFailure(RpcException failure) {}

        @Override
        protected void sendRefusal(Refusal refusal) {}

        @Override
        protected HandlerShare share() {
            return new HandlerShare(new WorkerPool("none", 1, 1), 1);
        }

        @Override
        public String peer() {
            return "a test";
        }

        @Override
        public long callId() {
            return 1;
        }
    }

    private static MethodBinding binding(Class<?> service, Serializer serializer) {
        return MethodBinding.bind(0, ServiceContract.of(service).methods().get(0), serializer);
    }

    /** The indexes by full name, which orders the exceptions of a method. */
    private static final int REJECTED = 0;

    private static final int LOST = 1;

    private static final MethodBinding CLIENT = binding(Client.class, new TinySerializer());

    private static WireFailure sent(RpcException failure, Serializer serializer) {
        return WireFailure.of(new Served(binding(Server.class, serializer)), failure, MOST_METADATA);
    }

    private static WireFailure sent(RpcException failure) {
        return sent(failure, new TinySerializer());
    }

    @Test
    void failureCrossesWithEverythingButItsCause() {
        Metadata metadata = Metadata.of("retry-after", "3");
        RpcException thrown = new RpcException(StatusCode.ABORTED, "half \uD83D", new IllegalStateException("stays"))
                .withDetails(new byte[] {1, 2})
                .withMetadata(metadata);
        RpcException seen = sent(thrown).received(CLIENT);
        assertThat(seen).hasMessage("half ?").hasNoCause();
        assertThat(seen.code()).isEqualTo(StatusCode.ABORTED);
        assertThat(seen.details()).containsExactly(1, 2);
        assertThat(seen.metadata()).isEqualTo(metadata);
        assertThat(seen.fromServer()).isTrue();
        assertThat(seen.notStarted()).isFalse();
    }

    @Test
    void declaredExceptionIsFoundByItsNameWhereverItStands() {
        WireFailure sent = sent(RpcException.declared(new Lost("no user", 42), LOST));
        assertThat(Objects.requireNonNull(sent.declared()).name()).isEqualTo("Lost");
        RpcException seen = sent.received(CLIENT);
        assertThat(seen.declaredIndex()).isEqualTo(LOST + 1);
        assertThat(seen.getCause()).isExactlyInstanceOf(Lost.class).hasMessage("no user");
        assertThat(((Lost) seen.getCause()).id()).isEqualTo(42);
        assertThat(seen.fromServer()).isTrue();
    }

    @Test
    void exceptionThatTheClientDoesNotDeclareIsUnknown() {
        WireFailure sent = sent(RpcException.declared(new Lost("no user", 42), LOST));
        RpcException seen = sent.received(binding(Older.class, new TinySerializer()));
        assertThat(seen.code()).isEqualTo(StatusCode.UNKNOWN);
        assertThat(seen.declaredIndex()).isEqualTo(-1);
        assertThat(seen.getMessage())
                .startsWith("Older.find failed with Lost, which it does not declare on this client: ")
                .endsWith("no user");
    }

    @Test
    void exceptionThatCannotBeWrittenIsInternalAndItsReasonStaysOnTheServer() {
        HookedSerializer broken = new HookedSerializer().beforeEncode(Role.EXCEPTION, () -> {
            throw new IllegalStateException("secret");
        });
        WireFailure sent = sent(RpcException.declared(new Rejected("no"), REJECTED), broken);
        assertThat(sent.code()).isEqualTo(StatusCode.INTERNAL);
        assertThat(sent.text())
                .matches("a declared exception of Server.find cannot be written; see the server's log, error id"
                        + " [0-9a-f]+");
        assertThat(sent.declared()).isNull();
    }

    @Test
    void exceptionLongerThan32KibibytesIsInternal() {
        assertThat(sent(RpcException.declared(new Rejected("x".repeat(32_000)), REJECTED))
                        .declared())
                .isNotNull();
        WireFailure sent = sent(RpcException.declared(new Rejected("x".repeat(33_000)), REJECTED));
        assertThat(sent.code()).isEqualTo(StatusCode.INTERNAL);
        assertThat(sent.declared()).isNull();
    }

    @Test
    void exceptionThatCannotBeReadIsInternal() {
        Declared cut = new Declared("Lost", new byte[] {1});
        RpcException seen =
                new WireFailure(StatusCode.UNKNOWN, "no", new byte[0], Metadata.EMPTY, false, cut).received(CLIENT);
        assertThat(seen.code()).isEqualTo(StatusCode.INTERNAL);
        assertThat(seen.getMessage()).startsWith("a declared exception of Client.find cannot be read: ");
    }

    @Test
    void detailsAndMetadataThatAreTooLongAreLeftOut() {
        RpcException most = new RpcException(StatusCode.ABORTED, "no")
                .withDetails(new byte[32 << 10])
                .withMetadata(Metadata.of("key", "x".repeat(MOST_METADATA - 6)));
        assertThat(sent(most).details()).hasSize(32 << 10);
        assertThat(sent(most).metadata()).isEqualTo(most.metadata());
        RpcException more = most.withDetails(new byte[(32 << 10) + 1])
                .withMetadata(Metadata.of("key", "x".repeat(MOST_METADATA - 5)));
        assertThat(sent(more).details()).isEmpty();
        assertThat(sent(more).metadata()).isEqualTo(Metadata.EMPTY);
        assertThat(sent(more).text()).isEqualTo("no");
    }

    @Test
    void onlyARefusalSaysThatTheCallWasNotStarted() {
        RpcException claims = RpcException.notStarted(StatusCode.UNAVAILABLE, "another call's", null);
        assertThat(sent(claims).received(CLIENT).notStarted()).isFalse();
        assertThat(WireFailure.of(claims, MOST_METADATA).notStarted()).isFalse();
        WireFailure refusal = WireFailure.of(Refusal.of(StatusCode.RESOURCE_EXHAUSTED, "full"), MOST_METADATA);
        RpcException seen = refusal.received(CLIENT);
        assertThat(seen.notStarted()).isTrue();
        assertThat(seen.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
        assertThat(seen).hasMessage("full");
    }
}
