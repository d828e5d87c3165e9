package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenstep.rpc.RpcClient;
import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.Idempotent;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.testkit.KernelFailures.NotFound;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * Parameters are encoded once, in their caller's thread and before its method returns, whatever happens to the call.
 */
interface KernelEncoding extends KernelUnderTest {
    /** A service that returns its parameters. */
    @RpcService
    interface Lists {
        CompletableFuture<List<String>> echo(List<String> texts);

        @Idempotent
        CompletableFuture<List<String>> echoAtLast(List<String> texts);

        @Idempotent
        List<String> echoBlocking(List<String> texts);

        Flow.Publisher<String> each(List<String> texts);
    }

    /** The handler, which fails as often as it is told to. */
    final class ListsHandler implements Lists {
        final AtomicInteger failures = new AtomicInteger();

        @Override
        public CompletableFuture<List<String>> echo(List<String> texts) {
            return CompletableFuture.completedFuture(texts);
        }

        @Override
        public CompletableFuture<List<String>> echoAtLast(List<String> texts) {
            return CompletableFuture.completedFuture(echoBlocking(texts));
        }

        @Override
        public List<String> echoBlocking(List<String> texts) {
            if (failures.getAndDecrement() > 0) {
                throw new RpcException(StatusCode.UNAVAILABLE, "not yet");
            }
            return texts;
        }

        @Override
        public Flow.Publisher<String> each(List<String> texts) {
            return new Counted<>(texts.size(), texts::get);
        }
    }

    private static List<String> get(CompletableFuture<List<String>> call) throws Exception {
        return call.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS);
    }

    /** A serializer that notes which threads encode parameters. */
    private static HookedSerializer noting(List<Thread> threads) {
        return new HookedSerializer().beforeEncode(Role.PARAMETERS, () -> threads.add(Thread.currentThread()));
    }

    @Test
    default void callThatWaitsForAServerSendsTheParametersAsTheyWereWhenItWasMade() throws Exception {
        RpcServer before = server().service(Lists.class, new ListsHandler()).start();
        String address = before.address();
        before.close();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (RpcClient client = client(address).serializer(noting(threads)).build()) {
            List<String> texts = new ArrayList<>(List.of("then"));
            CompletableFuture<List<String>> call =
                    client.stub(Lists.class, CallOptions.DEFAULT.waitForReady()).echo(texts);
            texts.set(0, "now");
            try (RpcServer after =
                    server(address).service(Lists.class, new ListsHandler()).start()) {
                assertThat(after.address()).isEqualTo(address);
                assertThat(get(call)).containsExactly("then");
                assertThat(threads).containsExactly(Thread.currentThread());
            }
        }
    }

    @Test
    default void firstCallOfAClientSendsTheParametersAsTheyWereWhenItWasMade() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (Served<Lists> served =
                serve(Lists.class, new ListsHandler(), s -> s, c -> c.serializer(noting(threads)))) {
            List<String> texts = new ArrayList<>(List.of("then"));
            CompletableFuture<List<String>> call = served.stub().echo(texts);
            texts.set(0, "now");
            assertThat(get(call)).containsExactly("then");
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    default void aRetrySendsTheSameMessage() throws Exception {
        ListsHandler handler = new ListsHandler();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (Served<Lists> served = serve(
                Lists.class, handler, s -> s, c -> c.serializer(noting(threads)).retryBudget(100, 1000))) {
            for (int length : new int[] {1, 5_000, 200_000}) {
                threads.clear();
                handler.failures.set(2);
                List<String> texts = new ArrayList<>(List.of("a".repeat(length)));
                CompletableFuture<List<String>> call = served.stub().echoAtLast(texts);
                texts.set(0, "now");
                assertThat(get(call)).containsExactly("a".repeat(length));
                assertThat(threads).containsExactly(Thread.currentThread());
                handler.failures.set(2);
                assertThat(served.stub().echoBlocking(List.of("b"))).containsExactly("b");
                assertThat(threads).containsOnly(Thread.currentThread()).hasSize(2);
            }
        }
    }

    @Test
    default void hedgeSendsTheSameMessage() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (Served<Lists> served =
                serve(Lists.class, new ListsHandler(), s -> s, c -> c.serializer(noting(threads)))) {
            Lists stub = served.stub(CallOptions.DEFAULT.hedge(Duration.ofNanos(1)));
            List<String> texts = new ArrayList<>(List.of("then"));
            CompletableFuture<List<String>> call = stub.echoAtLast(texts);
            texts.set(0, "now");
            assertThat(get(call)).containsExactly("then");
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    default void subscribersCallSendsWhatTheMethodWasCalledWith() throws Exception {
        try (Served<Lists> served = serve(Lists.class, new ListsHandler())) {
            List<String> texts = new ArrayList<>(List.of("then"));
            Flow.Publisher<String> publisher = served.stub().each(texts);
            texts.set(0, "now");
            Collector<String> first = new Collector<>(1);
            publisher.subscribe(first);
            assertThat(first.await()).containsExactly("then");
        }
    }

    @Test
    default void filterThatHoldsACallSendsTheParametersAsTheyWereWhenItWasMade() throws Exception {
        AtomicReference<Runnable> goOn = new AtomicReference<>();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        try (Served<Lists> served = serve(Lists.class, new ListsHandler(), s -> s, c -> c.serializer(noting(threads))
                .filter((call, replyTo, next) -> goOn.set(() -> next.exchange(call, replyTo))))) {
            List<String> texts = new ArrayList<>(List.of("then"));
            CompletableFuture<List<String>> call = served.stub().echo(texts);
            texts.set(0, "now");
            CompletableFuture.runAsync(goOn.get());
            assertThat(get(call)).containsExactly("then");
            assertThat(threads).containsExactly(Thread.currentThread());
        }
    }

    @Test
    default void accessorMayMakeACallOfTheSameClient() throws Exception {
        AtomicReference<Lists> stub = new AtomicReference<>();
        AtomicInteger depth = new AtomicInteger();
        List<CompletableFuture<List<String>>> inner = new CopyOnWriteArrayList<>();
        HookedSerializer reentrant = new HookedSerializer().beforeEncode(Role.PARAMETERS, () -> {
            if (depth.getAndIncrement() % 2 == 1) {
                inner.add(stub.get().echo(List.of("inner")));
            }
        });
        try (Served<Lists> served = serve(Lists.class, new ListsHandler(), s -> s, c -> c.serializer(reentrant)
                .directCompletion())) {
            stub.set(served.stub());
            // The second call is made in the thread that reads the first one's reply, an event loop if there is one.
            CompletableFuture<List<String>> outer = stub.get()
                    .echo(List.of("first"))
                    .thenCompose(reply -> stub.get().echo(List.of("outer")));
            assertThat(get(outer)).containsExactly("outer");
            assertThat(get(inner.get(0))).containsExactly("inner");
        }
    }

    /** Methods that fail, answer later, and answer at once, all in the thread that reads requests. */
    @RpcService
    interface Entangled {
        @NonBlocking
        String fails() throws NotFound;

        @NonBlocking
        CompletableFuture<String> later();

        @NonBlocking
        String echo(String text);
    }

    /** The handler, with the answers that are given later. */
    final class EntangledHandler implements Entangled {
        final CompletableFuture<String> promised = new CompletableFuture<>();

        @Override
        public String fails() throws NotFound {
            throw new NotFound("nobody has it", 42);
        }

        @Override
        public CompletableFuture<String> later() {
            return promised;
        }

        @Override
        public String echo(String text) {
            return text;
        }
    }

    @Test
    default void accessorOfADeclaredExceptionMayMakeACallAndAnswerAnother() throws Exception {
        EntangledHandler handler = new EntangledHandler();
        AtomicReference<Entangled> stub = new AtomicReference<>();
        CompletableFuture<String> inner = new CompletableFuture<>();
        String text = "x".repeat(1000);
        HookedSerializer reentrant = new HookedSerializer().beforeEncode(Role.EXCEPTION, () -> {
            handler.promised.complete("promised " + text);
            CompletableFuture.supplyAsync(() -> stub.get().echo("inner " + text))
                    .whenComplete((answer, thrown) -> {
                        if (thrown == null) {
                            inner.complete(answer);
                        } else {
                            inner.completeExceptionally(thrown);
                        }
                    });
        });
        try (Served<Entangled> served = serve(Entangled.class, handler, s -> s.serializer(reentrant), c -> c)) {
            stub.set(served.stub());
            CompletableFuture<String> later = served.stub().later();
            assertThatThrownBy(served.stub()::fails)
                    .isInstanceOfSatisfying(
                            NotFound.class, e -> assertThat(e.id()).isEqualTo(42))
                    .hasMessage("nobody has it");
            assertThat(later.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("promised " + text);
            assertThat(inner.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("inner " + text);
        }
    }

    @Test
    default void codecOfAResultMayAnswerAnotherCallWhileItWrites() throws Exception {
        EntangledHandler handler = new EntangledHandler();
        String text = "x".repeat(1000);
        HookedSerializer reentrant =
                new HookedSerializer().beforeEncode(Role.RESULT, () -> handler.promised.complete("promised " + text));
        try (Served<Entangled> served = serve(Entangled.class, handler, s -> s.serializer(reentrant), c -> c)) {
            CompletableFuture<String> later = served.stub().later();
            assertThat(served.stub().echo("outer " + text)).isEqualTo("outer " + text);
            assertThat(later.get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo("promised " + text);
        }
    }

    @Test
    default void parametersThatCannotBeWrittenFailACallThatWouldWait() {
        RpcServer before = server().service(Lists.class, new ListsHandler()).start();
        String address = before.address();
        before.close();
        HookedSerializer bad = new HookedSerializer().beforeEncode(Role.PARAMETERS, () -> {
            throw new AssertionError("an accessor's own");
        });
        try (RpcClient client = client(address).serializer(bad).build()) {
            Lists stub = client.stub(Lists.class, CallOptions.DEFAULT.waitForReady());
            RpcException seen = refused(() -> stub.echo(List.of("a")).join());
            assertThat(seen.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
            assertThat(seen).hasMessageContaining("an accessor's own");
            assertThat(seen.notStarted()).isTrue();
        }
    }
}
