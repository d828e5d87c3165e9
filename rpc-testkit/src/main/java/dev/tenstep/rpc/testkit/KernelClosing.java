package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Servers and clients come and go: calls that were accepted are answered, others are refused, none is lost. */
interface KernelClosing extends KernelUnderTest {

    /** Waits until it is released. */
    @RpcService
    interface Gate {
        CompletableFuture<String> pass(String name);

        String enter(String name);
    }

    /** The handler. */
    final class GateHandler implements Gate {
        final CompletableFuture<String> open = new CompletableFuture<>();
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicInteger cancelled = new AtomicInteger();

        @Override
        public CompletableFuture<String> pass(String name) {
            Objects.requireNonNull(CallContext.current()).cancellation().onCancel(why -> cancelled.incrementAndGet());
            waiting.incrementAndGet();
            return open.thenApply(x -> name);
        }

        @Override
        public String enter(String name) {
            return name;
        }
    }

    @Test
    default void closedServerAnswersTheCallsThatItAccepted() {
        GateHandler handler = new GateHandler();
        try (Served<Gate> served = serve(Gate.class, handler)) {
            List<CompletableFuture<String>> taken = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                taken.add(served.stub().pass("n" + i));
            }
            Eventually.until("all are taken", () -> handler.waiting.get() == 20);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(served.server()::close);
            Eventually.until("the server takes no more", () -> !takes(served));
            assertThat(closing).isNotDone();
            assertThat(taken).noneMatch(CompletableFuture::isDone);
            handler.open.complete("open");
            for (int i = 0; i < 20; i++) {
                assertThat(taken.get(i).join()).isEqualTo("n" + i);
            }
            closing.join();
            assertThat(handler.cancelled).hasValue(0);
        }
    }

    private static boolean takes(Served<Gate> served) {
        try {
            return served.stub().enter("late").equals("late");
        } catch (RpcException e) {
            assertThat(e.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(e.notStarted()).isTrue();
            return false;
        }
    }

    @Test
    default void serverThatIsClosedEndsCallsThatOutlastTheDrain() {
        GateHandler handler = new GateHandler();
        try (Served<Gate> served = serve(Gate.class, handler, s -> s.drain(Duration.ofMillis(100)), c -> c)) {
            CompletableFuture<String> call = served.stub().pass("a");
            Eventually.until("it is taken", () -> handler.waiting.get() == 1);
            served.server().close();
            RpcException seen = refused(call::join);
            assertThat(seen.code()).isEqualTo(StatusCode.UNAVAILABLE);
            assertThat(seen.notStarted()).isFalse();
            Eventually.until("the handler knows", () -> handler.cancelled.get() == 1);
        }
    }

    @Test
    default void callWithoutAServerFailsAtOnceAndNamesTheAddress() {
        String address;
        try (RpcServer gone = server().service(Gate.class, new GateHandler()).start()) {
            address = gone.address();
        }
        try (RpcClient client = client(address).build()) {
            Gate stub = client.stub(Gate.class);
            for (int i = 0; i < 3; i++) {
                RpcException seen = refused(() -> stub.enter("a"));
                assertThat(seen.code()).isEqualTo(StatusCode.UNAVAILABLE);
                assertThat(seen.getMessage()).contains(address);
                assertThat(seen.notStarted()).isTrue();
                assertThat(seen.fromServer()).isFalse();
                assertThat(refused(() -> stub.pass("b").join()).notStarted()).isTrue();
            }
        }
    }

    @Test
    default void callThatWaitsForAServerIsServedWhenItComes() {
        String address;
        try (RpcServer gone = server().service(Gate.class, new GateHandler()).start()) {
            address = gone.address();
        }
        GateHandler handler = new GateHandler();
        handler.open.complete("open");
        try (RpcClient client = client(address).build()) {
            CallOptions waiting = CallOptions.deadline(Eventually.LONG).waitForReady();
            CompletableFuture<String> call = client.stub(Gate.class, waiting).pass("patient");
            RpcException expired = refused(() -> client.stub(Gate.class, waiting.withDeadline(Duration.ofMillis(100)))
                    .pass("hasty")
                    .join());
            assertThat(expired.code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            assertThat(expired.notStarted()).isTrue();
            assertThat(call).isNotDone();
            try (RpcServer back = server(address).service(Gate.class, handler).start()) {
                assertThat(call.join()).isEqualTo("patient");
                assertThat(back.address()).isEqualTo(address);
            }
        }
    }

    @Test
    default void clientFindsAServerThatCameBack() {
        GateHandler handler = new GateHandler();
        RpcServer first = server().service(Gate.class, handler).start();
        try (RpcClient client = client(first).build()) {
            Gate stub = client.stub(
                    Gate.class, CallOptions.deadline(Eventually.LONG).waitForReady());
            assertThat(stub.enter("a")).isEqualTo("a");
            first.close();
            try (RpcServer second =
                    server(first.address()).service(Gate.class, handler).start()) {
                assertThat(stub.enter("b")).isEqualTo("b");
                assertThat(second.address()).isEqualTo(first.address());
            }
        }
    }

    @Test
    default void closedClientEndsItsCallsAndAcceptsNoMore() {
        GateHandler handler = new GateHandler();
        try (Served<Gate> served = serve(Gate.class, handler)) {
            Gate stub = served.stub();
            List<CompletableFuture<String>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(stub.pass("n" + i));
            }
            Eventually.until("all are taken", () -> handler.waiting.get() == 20);
            served.client().close();
            for (CompletableFuture<String> call : calls) {
                RpcException seen = refused(call::join);
                assertThat(seen.code()).isEqualTo(StatusCode.UNAVAILABLE);
                assertThat(seen.notStarted()).isFalse();
            }
            for (RpcException seen : List.of(refused(() -> stub.enter("late")), refused(() -> stub.pass("late")
                    .join()))) {
                assertThat(seen.code()).isEqualTo(StatusCode.UNAVAILABLE);
                assertThat(seen.getMessage()).contains("closed");
                assertThat(seen.notStarted()).isTrue();
            }
        }
    }

    @Test
    default void blockedCallerIsReleasedWhenItsClientIsClosed() {
        GateHandler handler = new GateHandler();
        try (Served<Gate> served = serve(Gate.class, handler)) {
            CompletableFuture<RpcException> caller = CompletableFuture.supplyAsync(
                    () -> refused(() -> served.stub().pass("a").join()));
            Eventually.until("it is taken", () -> handler.waiting.get() == 1);
            served.client().close();
            assertThat(caller.join().code()).isEqualTo(StatusCode.UNAVAILABLE);
        }
    }

    @Test
    default void closingTwiceIsClosingOnce() {
        Served<Gate> served = serve(Gate.class, new GateHandler());
        assertThat(served.stub().enter("a")).isEqualTo("a");
        served.close();
        served.close();
        assertThat(refused(() -> served.stub().enter("b")).code()).isEqualTo(StatusCode.UNAVAILABLE);
    }

    @Test
    default void addressThatIsTakenIsRefusedByName() {
        try (RpcServer first = server().service(Gate.class, new GateHandler()).start()) {
            RpcServer.Builder second = server(first.address()).service(Gate.class, new GateHandler());
            assertThatThrownBy(second::start).hasMessageContaining(first.address());
            try (RpcClient client = client(first).build()) {
                assertThat(client.stub(Gate.class).enter("a")).isEqualTo("a");
            }
        }
    }

    @Test
    default void unusedClientAndServerClose() {
        try (Served<Gate> served = serve(Gate.class, new GateHandler())) {
            assertThat(served.server().address()).isNotBlank();
        }
    }
}
