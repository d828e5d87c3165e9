package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.CallOptions;
import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The data that travels beside the messages, and the handler's view of its call. */
interface KernelContext extends KernelUnderTest {

    /** Methods of each style that do what the test says. */
    @RpcService
    interface Asking {
        @Nullable
        String blocking();

        CompletableFuture<@Nullable String> later();

        @NonBlocking
        @Nullable
        String atOnce();
    }

    /** The handler. */
    record AskingHandler(Supplier<@Nullable String> deed) implements Asking {
        @Override
        public @Nullable String blocking() {
            return deed.get();
        }

        @Override
        public CompletableFuture<@Nullable String> later() {
            return CompletableFuture.completedFuture(deed.get());
        }

        @Override
        public @Nullable String atOnce() {
            return deed.get();
        }
    }

    private static CallContext context() {
        return Objects.requireNonNull(CallContext.current(), "context");
    }

    private static List<@Nullable String> askAll(Asking stub) {
        return java.util.Arrays.asList(stub.blocking(), stub.later().join(), stub.atOnce());
    }

    @Test
    default void metadataReachesTheHandler() {
        Metadata sent = Metadata.of("user", "shen é 漢")
                .with("user", "second")
                .with("empty", "")
                .with("key-bin", new byte[] {0, -1, 7});
        List<Metadata> heard = new CopyOnWriteArrayList<>();
        try (Served<Asking> served = serve(Asking.class, new AskingHandler(() -> {
            heard.add(context().metadata());
            return context().metadata().text("user");
        }))) {
            assertThat(askAll(served.stub(CallOptions.DEFAULT.with(sent)))).containsOnly("shen é 漢");
            assertThat(heard).containsExactly(sent, sent, sent);
            assertThat(askAll(served.stub())).containsOnlyNulls();
        }
    }

    @Test
    default void metadataThatAFilterAddsOnEitherSideReachesTheHandler() {
        List<Metadata> heard = new CopyOnWriteArrayList<>();
        try (Served<Asking> served = serve(
                Asking.class,
                new AskingHandler(() -> {
                    heard.add(context().metadata());
                    return null;
                }),
                s -> s.filter((call, replyTo, next) ->
                        next.exchange(call.withMetadata(call.metadata().with("s", "3")), replyTo)),
                c -> c.filter((call, replyTo, next) ->
                        next.exchange(call.withMetadata(call.metadata().with("c", "2")), replyTo)))) {
            askAll(served.stub(CallOptions.DEFAULT.with(Metadata.of("o", "1"))));
            Metadata all = Metadata.of("o", "1").with("c", "2").with("s", "3");
            assertThat(heard).containsExactly(all, all, all);
        }
    }

    @Test
    default void derivedStubHasOptionsOfItsOwn() {
        List<Metadata> sent = new CopyOnWriteArrayList<>();
        try (Served<KernelCalls.Shapes> served = serve(
                KernelCalls.Shapes.class,
                new KernelCalls.ShapesHandler(),
                s -> s.filter((call, replyTo, next) -> {
                    sent.add(call.metadata());
                    next.exchange(call, replyTo);
                }),
                c -> c)) {
            CallOptions options = CallOptions.deadline(Duration.ofSeconds(20)).with(Metadata.of("tenant", "a"));
            served.stub(options.with(Metadata.of("user", "b"))).none();
            served.stub(options).none();
            served.stub().none();
            assertThat(sent)
                    .containsExactly(
                            Metadata.of("tenant", "a").with("user", "b"), Metadata.of("tenant", "a"), Metadata.EMPTY);
        }
    }

    @Test
    default void callKnowsItsProtocolOnTheServer() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Served<Asking> served = serve(
                Asking.class,
                new AskingHandler(() -> null),
                s -> s.filter((call, replyTo, next) -> {
                    heard.add(String.valueOf(
                            call.withMetadata(Metadata.of("s", "3")).protocol()));
                    next.exchange(call, replyTo);
                }),
                c -> c)) {
            askAll(served.stub());
            assertThat(heard).hasSize(3).containsOnly(protocol());
        }
    }

    @Test
    default void earlierDeadlineThatAFilterSetsReachesTheHandler() {
        try (Served<Asking> served = serve(
                Asking.class,
                new AskingHandler(() -> String.valueOf(context().remainingNanos())),
                s -> s,
                c -> c.filter((call, replyTo, next) -> next.exchange(
                        call.withDeadlineNanos(
                                System.nanoTime() + Duration.ofSeconds(5).toNanos()),
                        replyTo)))) {
            for (String remaining : askAll(served.stub())) {
                assertThat(Long.parseLong(Objects.requireNonNull(remaining)))
                        .isBetween(1L, Duration.ofSeconds(5).plusMillis(1).toNanos());
            }
        }
    }

    @Test
    default void replysMetadataReachesTheClientsFilters() {
        List<Metadata> heard = new CopyOnWriteArrayList<>();
        try (Served<Asking> served = serve(
                Asking.class,
                new AskingHandler(() -> {
                    context().replyMetadata(Metadata.of("cost", "3"));
                    context().replyMetadata(Metadata.EMPTY.with("sum-bin", new byte[] {1, 2}));
                    return "ok";
                }),
                s -> s,
                c -> c.filter(KernelFilters.onReply((Reply reply) -> heard.add(reply.replyMetadata()))))) {
            assertThat(askAll(served.stub())).containsOnly("ok");
            Metadata sent = Metadata.of("cost", "3").with("sum-bin", new byte[] {1, 2});
            assertThat(heard).containsExactly(sent, sent, sent);
        }
    }

    /** A service whose trailers report the number of results. */
    @RpcService
    interface Counting {
        Flow.Publisher<Integer> count(int upTo);
    }

    @Test
    default void replyThatAFilterKeepsHasTheTrailersThatFollowItsResults() throws Exception {
        AtomicReference<Reply> kept = new AtomicReference<>();
        Metadata rows = Metadata.of("rows", "3");
        Counting handler = upTo -> {
            context().replyMetadata(Metadata.of("cost", "1"));
            context().trailers(rows);
            return new Counted<>(upTo, i -> i);
        };
        try (Served<Counting> served = serve(
                Counting.class,
                handler,
                s -> s,
                c -> c.filter(KernelFilters.onReply((Reply reply) -> kept.set(reply.keep()))))) {
            Collector<Integer> all = new Collector<>(10);
            served.stub().count(3).subscribe(all);
            assertThat(all.await()).containsExactly(0, 1, 2);
            assertThat(kept.get().replyMetadata()).isEqualTo(Metadata.of("cost", "1"));
            assertThat(kept.get().trailers()).isEqualTo(rows);
        }
    }

    @Test
    default void eachCallHasAContextOfItsOwn() {
        Set<Long> ids = new HashSet<>();
        Set<CallContext> contexts = new HashSet<>();
        try (Served<Asking> served = serve(Asking.class, new AskingHandler(() -> {
            assertThat(context()).isSameAs(CallContext.current());
            assertThat(context().peer()).isNotBlank();
            contexts.add(context());
            ids.add(context().callId());
            return null;
        }))) {
            askAll(served.stub());
            assertThat(ids).hasSize(3);
            assertThat(contexts).hasSize(3);
        }
    }

    @Test
    default void contextIsBoundToTheHandlersThreadAndCarriedByWrap() {
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        List<Boolean> present = new CopyOnWriteArrayList<>();
        Runnable look = () -> present.add(CallContext.current() != null);
        assertThat(CallContext.current()).isNull();
        try (Served<Asking> served = serve(Asking.class, new AskingHandler(() -> {
            CallContext context = context();
            CompletableFuture.runAsync(look, elsewhere).join();
            CompletableFuture.runAsync(context.wrap(look), elsewhere).join();
            CompletableFuture.runAsync(look, context.wrap(elsewhere)).join();
            present.add(call(elsewhere, context));
            CompletableFuture.runAsync(look, elsewhere).join();
            return null;
        }))) {
            served.stub().blocking();
            assertThat(present).containsExactly(false, true, true, true, false);
            served.stub().atOnce();
            assertThat(CallContext.current()).isNull();
        } finally {
            elsewhere.shutdown();
        }
    }

    private static boolean call(ExecutorService elsewhere, CallContext context) {
        try {
            return elsewhere
                    .submit(context.wrap(() -> CallContext.current() == context))
                    .get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    default void contextIsThatOfTheInnerCallWhenAHandlerCallsAHandler() {
        List<@Nullable String> users = new CopyOnWriteArrayList<>();
        try (Served<Asking> inner = serve(Asking.class, new AskingHandler(() -> {
            users.add(context().metadata().text("user"));
            return null;
        }))) {
            Asking next = inner.stub(CallOptions.DEFAULT.with(Metadata.of("user", "inner")));
            try (Served<Asking> outer = serve(Asking.class, new AskingHandler(() -> {
                next.blocking();
                next.later().join();
                users.add(context().metadata().text("user"));
                return null;
            }))) {
                outer.stub(CallOptions.DEFAULT.with(Metadata.of("user", "outer")))
                        .blocking();
                assertThat(users).containsExactly("inner", "inner", "outer");
            }
        }
    }
}
