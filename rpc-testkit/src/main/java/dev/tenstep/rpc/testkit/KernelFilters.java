package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Filters on both sides: one type, in order, and none of them can lose a call. */
interface KernelFilters extends KernelUnderTest {

    /** A service that adds. */
    @RpcService
    interface Adder {
        int add(int a, int b);

        CompletableFuture<Integer> addLater(int a, int b);

        @NonBlocking
        int addAtOnce(int a, int b);
    }

    /** The handler. */
    record AdderHandler() implements Adder {
        @Override
        public int add(int a, int b) {
            return Math.addExact(a, b);
        }

        @Override
        public CompletableFuture<Integer> addLater(int a, int b) {
            return CompletableFuture.supplyAsync(() -> Math.addExact(a, b));
        }

        @Override
        public int addAtOnce(int a, int b) {
            return Math.addExact(a, b);
        }
    }

    /** Returns the same call in each style. */
    static List<Callable<Integer>> adding(Adder stub, int a, int b) {
        return List.of(
                () -> stub.add(a, b),
                () -> stub.addLater(a, b).get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS),
                () -> stub.addAtOnce(a, b));
    }

    /** Returns a filter that inspects the reply on its way back. */
    static Filter onReply(Consumer<Reply> look) {
        return (call, replyTo, next) -> next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                look.accept(reply);
                replyTo.reply(reply);
            }

            @Override
            public void fail(RpcException failure) {
                replyTo.fail(failure);
            }
        });
    }

    /** Returns a filter that inspects the failure on its way back. */
    static Filter onFailure(Consumer<RpcException> look) {
        return (call, replyTo, next) -> next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                replyTo.reply(reply);
            }

            @Override
            public void fail(RpcException failure) {
                look.accept(failure);
                replyTo.fail(failure);
            }
        });
    }

    /** Returns a filter that leaves a note in both directions. */
    private static Filter noting(String name, List<String> notes) {
        Filter back = onReply(reply -> notes.add(name + " back"));
        return (call, replyTo, next) -> {
            notes.add(name);
            back.exchange(call, replyTo, next);
        };
    }

    /** Starts a server and a client with a filter on one of them. */
    private Served<Adder> filtered(boolean atClient, Filter filter) {
        return serve(
                Adder.class,
                new AdderHandler(),
                s -> atClient ? s : s.filter(filter),
                c -> atClient ? c.filter(filter) : c);
    }

    /** Runs the same test with the filter on the client and on the server. */
    private Stream<DynamicTest> eachSide(Filter filter, ThrowingConsumer check) {
        return Stream.of(true, false)
                .map(atClient -> dynamicTest(atClient ? "client" : "server", () -> {
                    try (Served<Adder> served = filtered(atClient, filter)) {
                        check.accept(served.stub());
                    }
                }));
    }

    /** A test of a stub. */
    interface ThrowingConsumer {
        void accept(Adder stub) throws Exception;
    }

    @Test
    default void filtersStandInOrderFromClientToServerAndBack() throws Exception {
        List<String> notes = new CopyOnWriteArrayList<>();
        try (Served<Adder> served = serve(
                Adder.class,
                new AdderHandler(),
                s -> s.filter(noting("s1", notes)).filter(noting("s2", notes)),
                c -> c.filter(noting("c1", notes)).filter(noting("c2", notes)))) {
            for (Callable<Integer> call : adding(served.stub(), 1, 2)) {
                notes.clear();
                assertThat(call.call()).isEqualTo(3);
                assertThat(notes).containsExactly("c1", "c2", "s1", "s2", "s2 back", "s1 back", "c2 back", "c1 back");
            }
        }
    }

    @TestFactory
    default Stream<DynamicTest> filterChangesArguments() {
        Filter tenfold = (call, replyTo, next) -> {
            Object[] given = call.arguments();
            next.exchange(call.withArguments((int) given[0] * 10, given[1]), replyTo);
        };
        return eachSide(tenfold, stub -> {
            for (Callable<Integer> call : adding(stub, 1, 2)) {
                assertThat(call.call()).isEqualTo(12);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> filterChangesTheResult() {
        Filter negated = (call, replyTo, next) -> next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                replyTo.reply(call.replyWith(-(int) reply.result()));
            }

            @Override
            public void fail(RpcException failure) {
                replyTo.fail(failure);
            }
        });
        return eachSide(negated, stub -> {
            for (Callable<Integer> call : adding(stub, 1, 2)) {
                assertThat(call.call()).isEqualTo(-3);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> filterAnswersItself() {
        Filter cache = (call, replyTo, next) -> replyTo.reply(call.replyWith(42));
        return eachSide(cache, stub -> {
            for (Callable<Integer> call : adding(stub, 1, 2)) {
                assertThat(call.call()).isEqualTo(42);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> filterRefuses() {
        Filter guard = (call, replyTo, next) -> replyTo.fail(new RpcException(StatusCode.PERMISSION_DENIED, "not you"));
        return eachSide(guard, stub -> {
            for (Callable<Integer> call : adding(stub, 1, 2)) {
                RpcException seen = refused(() -> unwrapped(call));
                assertThat(seen.code()).isEqualTo(StatusCode.PERMISSION_DENIED);
                assertThat(seen).hasMessage("not you");
                assertThat(seen.notStarted()).isFalse();
            }
        });
    }

    private static int unwrapped(Callable<Integer> call) throws Exception {
        try {
            return call.call();
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @TestFactory
    default Stream<DynamicTest> rpcExceptionThatAFilterThrowsIsTheFailure() {
        Filter guard = (call, replyTo, next) -> {
            throw RpcException.notStarted(StatusCode.UNAUTHENTICATED, "who are you?", null);
        };
        return eachSide(guard, stub -> {
            for (Callable<Integer> call : adding(stub, 1, 2)) {
                RpcException seen = refused(() -> unwrapped(call));
                assertThat(seen.code()).isEqualTo(StatusCode.UNAUTHENTICATED);
                assertThat(seen).hasMessage("who are you?");
                assertThat(seen.notStarted()).isFalse();
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> anyOtherExceptionOfAFilterEndsTheCall() {
        Filter broken = (call, replyTo, next) -> {
            throw new IllegalStateException("broken filter");
        };
        return eachSide(broken, stub -> {
            for (Callable<Integer> call : adding(stub, 1, 2)) {
                assertThat(refused(() -> unwrapped(call)).code()).isIn(StatusCode.INTERNAL, StatusCode.UNKNOWN);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> filterThatFailsOnAReplyEndsTheCall() {
        Filter broken = onReply(reply -> {
            throw new IllegalStateException("broken filter");
        });
        return eachSide(broken, stub -> {
            for (Callable<Integer> call : adding(stub, 1, 2)) {
                assertThat(refused(() -> unwrapped(call)).code()).isIn(StatusCode.INTERNAL, StatusCode.UNKNOWN);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> filterThatFailsOnAFailureEndsTheCall() {
        Filter broken = onFailure(failure -> {
            throw new IllegalStateException("broken filter");
        });
        return eachSide(broken, stub -> {
            for (Callable<Integer> call : adding(stub, Integer.MAX_VALUE, 1)) {
                assertThat(refused(() -> unwrapped(call)).code()).isIn(StatusCode.INTERNAL, StatusCode.UNKNOWN);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> secondAnswerIsIgnored() {
        Filter twice = (call, replyTo, next) -> {
            replyTo.reply(call.replyWith(1));
            replyTo.reply(call.replyWith(2));
            replyTo.fail(new RpcException(StatusCode.ABORTED, "too late"));
            next.exchange(call, replyTo);
        };
        return eachSide(twice, stub -> {
            for (Callable<Integer> call : adding(stub, 10, 20)) {
                assertThat(call.call()).isEqualTo(1);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> filterPassesTheCallOnLaterInAnotherThread() {
        Filter later = (call, replyTo, next) -> CompletableFuture.runAsync(() -> next.exchange(call, replyTo));
        return eachSide(later, stub -> {
            for (int i = 0; i < 50; i++) {
                for (Callable<Integer> call : adding(stub, i, 2)) {
                    assertThat(call.call()).isEqualTo(i + 2);
                }
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> filterRetries() {
        Filter again = (call, replyTo, next) -> next.exchange(call, new ReplyTo() {
            @Override
            public void reply(Reply reply) {
                replyTo.reply(reply);
            }

            @Override
            public void fail(RpcException failure) {
                next.exchange(call.withArguments(1, 1), replyTo);
            }
        });
        return eachSide(again, stub -> {
            for (Callable<Integer> call : adding(stub, Integer.MAX_VALUE, 1)) {
                assertThat(call.call()).isEqualTo(2);
            }
        });
    }

    @Test
    default void filterSeesTheMethodAndTheDeclaredException() {
        List<String> seen = new CopyOnWriteArrayList<>();
        Filter look = (call, replyTo, next) -> {
            seen.add(call.method().toString());
            onFailure(failure -> seen.add(failure.code() + " " + failure.getCause()))
                    .exchange(call, replyTo, next);
        };
        try (Served<Picky> served = serve(
                Picky.class,
                () -> {
                    throw new InterruptedException("picky");
                },
                s -> s,
                c -> c.filter(look))) {
            assertThatThrownBy(() -> served.stub().pick()).isInstanceOf(InterruptedException.class);
            assertThat(seen)
                    .containsExactly(
                            Picky.class.getCanonicalName() + "/pick", "UNKNOWN java.lang.InterruptedException: picky");
        }
    }

    /** A service that fails as it declares. */
    @RpcService
    interface Picky {
        void pick() throws InterruptedException;
    }
}
