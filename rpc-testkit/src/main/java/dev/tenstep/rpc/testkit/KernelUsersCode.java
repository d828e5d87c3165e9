package dev.tenstep.rpc.testkit;

import static dev.tenstep.rpc.testkit.KernelFailures.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.RpcServer;
import dev.tenstep.rpc.call.Filter;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import dev.tenstep.rpc.testkit.KernelFailures.Failing;
import dev.tenstep.rpc.testkit.KernelFailures.FailingHandler;
import dev.tenstep.rpc.testkit.KernelFailures.NotFound;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Exceptions from users' code on a server in places where nobody expects them. Each ends its call, and the caller
 * learns only what it should.
 */
interface KernelUsersCode extends KernelUnderTest {

    /** Throws the exception that a test chose. */
    private static void sneak(Throwable thrown) {
        KernelUsersCode.<RuntimeException>rethrow(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Passes answers on. */
    class Answer implements ReplyTo {
        private final ReplyTo replyTo;

        Answer(ReplyTo replyTo) {
            this.replyTo = replyTo;
        }

        @Override
        public void reply(Reply reply) {
            replyTo.reply(reply);
        }

        @Override
        public void fail(RpcException failure) {
            replyTo.fail(failure);
        }
    }

    /** Returns the exceptions that accessors and constructors throw here. */
    private static Stream<Throwable> thrown() {
        return Stream.of(
                new IllegalStateException("secret"),
                new AssertionError("secret"),
                new OutOfMemoryError("secret"),
                RpcException.notStarted(StatusCode.UNAVAILABLE, "secret", null),
                RpcException.notStarted(StatusCode.RESOURCE_EXHAUSTED, "secret", null)
                        .fromServer(true));
    }

    /** Calls each style of method of a server whose serializer throws there, and checks how often each is executed. */
    private Stream<DynamicTest> eachCall(
            Role role,
            boolean writing,
            int executed,
            KernelFailures.Deed deed,
            java.util.function.Consumer<RpcException> check) {
        return thrown().map(thrown -> DynamicTest.dynamicTest(thrown.toString(), () -> {
            HookedSerializer broken = new HookedSerializer();
            Runnable hook = () -> sneak(thrown);
            UnaryOperator<RpcServer.Builder> setup =
                    s -> s.serializer(writing ? broken.beforeEncode(role, hook) : broken.beforeDecode(role, hook));
            AtomicInteger executions = new AtomicInteger();
            FailingHandler handler = new FailingHandler(() -> {
                executions.incrementAndGet();
                return deed.run();
            });
            try (Served<Failing> served = serve(Failing.class, handler, setup, c -> c)) {
                int calls = 0;
                for (Callable<?> call : KernelCodecFailures.calls(served.stub())) {
                    RpcException seen = refused(call);
                    assertThat(seen.getMessage()).doesNotContain("secret").contains("log, error id ");
                    check.accept(seen);
                    calls++;
                    assertThat(executions).as("executions").hasValue(calls * executed);
                }
            }
        }));
    }

    @TestFactory
    default Stream<DynamicTest> exceptionOfAResultsAccessorStaysOnTheServerAndTheCallWasStarted() {
        return eachCall(Role.RESULT, true, 1, () -> "ok", seen -> {
            assertThat(seen.code()).isEqualTo(StatusCode.INTERNAL);
            assertThat(seen.notStarted()).isFalse();
        });
    }

    @TestFactory
    default Stream<DynamicTest> exceptionOfADeclaredExceptionsAccessorStaysOnTheServer() {
        KernelFailures.Deed deed = () -> {
            throw new NotFound("no", 1);
        };
        return eachCall(Role.EXCEPTION, true, 1, deed, seen -> {
            assertThat(seen.code()).isEqualTo(StatusCode.INTERNAL);
            assertThat(seen.notStarted()).isFalse();
        });
    }

    @TestFactory
    default Stream<DynamicTest> exceptionOfAParametersConstructorStaysOnTheServerAndTheCallWasNotStarted() {
        return eachCall(Role.PARAMETERS, false, 0, () -> "ok", seen -> {
            assertThat(seen.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
            assertThat(seen.notStarted()).isTrue();
        });
    }

    @TestFactory
    default Stream<DynamicTest> filterThatThrowsWhatItIsGivenOrAfterItsAnswerEndsTheCallOnce() {
        Filter throwsWhatItIsGiven = (call, replyTo, next) -> next.exchange(call, new Answer(replyTo) {
            @Override
            public void fail(RpcException failure) {
                throw failure;
            }
        });
        Filter throwsAfterwards = (call, replyTo, next) -> {
            next.exchange(call, replyTo);
            throw new AssertionError("afterwards");
        };
        KernelFailures.Deed deed = () -> {
            throw new RpcException(StatusCode.NOT_FOUND, "nobody");
        };
        return Stream.of(throwsWhatItIsGiven, throwsAfterwards)
                .map(filter -> DynamicTest.dynamicTest("filter", () -> {
                    try (Served<Failing> served =
                            serve(Failing.class, new FailingHandler(deed), s -> s.filter(filter), c -> c)) {
                        for (Callable<?> call : KernelCodecFailures.calls(served.stub())) {
                            RpcException seen = refused(call);
                            assertThat(seen.code()).isEqualTo(StatusCode.NOT_FOUND);
                            assertThat(seen).hasMessage("nobody");
                        }
                    }
                }));
    }

    @Test
    default void filterThatRefusesInItsOwnWordsBeforeTheProcedureMaySayThatItWasNotStarted() {
        Filter guard = (call, replyTo, next) ->
                replyTo.fail(RpcException.notStarted(StatusCode.UNAUTHENTICATED, "who are you?", null));
        Filter late = (call, replyTo, next) -> next.exchange(call, new Answer(replyTo) {
            @Override
            public void reply(Reply reply) {
                fail(RpcException.notStarted(StatusCode.UNAVAILABLE, "another server is down", null));
            }
        });
        try (Served<Failing> refusing =
                        serve(Failing.class, new FailingHandler(() -> "ok"), s -> s.filter(guard), c -> c);
                Served<Failing> lying =
                        serve(Failing.class, new FailingHandler(() -> "ok"), s -> s.filter(late), c -> c)) {
            assertThat(refused(refusing.stub()::blocking).notStarted()).isTrue();
            assertThat(refused(lying.stub()::blocking).notStarted())
                    .as("after the procedure")
                    .isFalse();
        }
    }
}
