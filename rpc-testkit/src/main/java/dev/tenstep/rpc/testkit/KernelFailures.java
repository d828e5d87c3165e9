package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tenstep.rpc.call.Metadata;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.contract.NonBlocking;
import dev.tenstep.rpc.contract.RpcService;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The caller's errors when a call fails on the server. */
interface KernelFailures extends KernelUnderTest {

    /** A declared, checked exception with a property of its own. */
    class NotFound extends Exception {
        private static final long serialVersionUID = 1;
        private final long id;

        NotFound(@Nullable String message, long id) {
            super(message);
            this.id = id;
        }

        public long id() {
            return id;
        }
    }

    /** An exception that is not declared itself, but whose superclass is. */
    final class Vanished extends NotFound {
        private static final long serialVersionUID = 1;

        Vanished(String message, long id) {
            super(message, id);
        }
    }

    /** A declared, unchecked exception. */
    final class Rejected extends RuntimeException {
        private static final long serialVersionUID = 1;

        Rejected(String message) {
            super(message);
        }
    }

    /** An exception whose message is users' code that throws. */
    final class Unspeakable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }
    }

    /** An action that a handler performs when it is called. */
    interface Deed {
        @Nullable
        Object run() throws Exception;
    }

    /** Methods that do what the test says. */
    @RpcService
    interface Failing {
        String blocking() throws NotFound, Rejected;

        CompletionStage<String> async() throws NotFound, Rejected;

        @NonBlocking
        String nonBlocking() throws NotFound, Rejected;
    }

    /** The handler. */
    record FailingHandler(Deed deed) implements Failing {
        @Override
        public String blocking() throws NotFound {
            return run();
        }

        @Override
        public CompletionStage<String> async() throws NotFound {
            try {
                return CompletableFuture.completedFuture((String) deed.run());
            } catch (Exception e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public String nonBlocking() throws NotFound {
            return run();
        }

        private String run() throws NotFound {
            try {
                return String.valueOf(deed.run());
            } catch (NotFound | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /** A service whose handler returns a null stage or one that misbehaves. */
    @RpcService
    interface Stages {
        @Nullable
        CompletionStage<String> stage();
    }

    /** Calls the method of each style, and checks what it throws or what its stage fails with. */
    private Stream<DynamicTest> eachStyle(Deed deed, java.util.function.Consumer<Throwable> check) {
        return Stream.of("blocking", "async", "nonBlocking")
                .map(style -> dynamicTest(style, () -> {
                    try (Served<Failing> served = serve(Failing.class, new FailingHandler(deed))) {
                        Failing stub = served.stub();
                        Callable<?> call =
                                switch (style) {
                                    case "blocking" -> stub::blocking;
                                    case "async" ->
                                        () -> stub.async().toCompletableFuture().join();
                                    default -> stub::nonBlocking;
                                };
                        Throwable thrown = catchThrowable(call::call);
                        check.accept(
                                thrown instanceof CompletionException
                                        ? Objects.requireNonNull(thrown.getCause(), "cause")
                                        : thrown);
                    }
                }));
    }

    @TestFactory
    default Stream<DynamicTest> declaredExceptionComesBackAsItself() {
        NotFound thrown = new NotFound("no user 42", 42);
        thrown.initCause(new IllegalStateException("stays at home"));
        return eachStyle(
                () -> {
                    throw thrown;
                },
                seen -> {
                    assertThat(seen).isExactlyInstanceOf(NotFound.class).hasMessage("no user 42");
                    assertThat(((NotFound) seen).id()).isEqualTo(42);
                    assertThat(seen).isNotSameAs(thrown).hasNoCause();
                });
    }

    @TestFactory
    default Stream<DynamicTest> declaredUncheckedExceptionComesBackAsItself() {
        return eachStyle(
                () -> {
                    throw new Rejected("too late");
                },
                seen -> assertThat(seen).isExactlyInstanceOf(Rejected.class).hasMessage("too late"));
    }

    @TestFactory
    default Stream<DynamicTest> subclassComesBackAsTheNearestDeclared() {
        return eachStyle(
                () -> {
                    throw new Vanished("gone", 7);
                },
                seen -> {
                    assertThat(seen).isExactlyInstanceOf(NotFound.class).hasMessage("gone");
                    assertThat(((NotFound) seen).id()).isEqualTo(7);
                });
    }

    @TestFactory
    default Stream<DynamicTest> messageOfADeclaredExceptionMayBeNull() {
        return eachStyle(
                () -> {
                    throw new NotFound(null, 1);
                },
                seen -> assertThat(seen).isExactlyInstanceOf(NotFound.class).hasMessage(null));
    }

    @TestFactory
    default Stream<DynamicTest> rpcExceptionCrossesWithEverythingItCarries() {
        byte[] details = {1, 2, 3};
        Metadata metadata = Metadata.of("retry-after", "3").with("trace-bin", new byte[] {9});
        return eachStyle(
                () -> {
                    throw new RpcException(StatusCode.ABORTED, "retry later", new IllegalStateException("stays"))
                            .withDetails(details)
                            .withMetadata(metadata);
                },
                seen -> assertThat(seen).isInstanceOfSatisfying(RpcException.class, e -> {
                    assertThat(e.code()).isEqualTo(StatusCode.ABORTED);
                    assertThat(e).hasMessage("retry later").hasNoCause();
                    assertThat(e.details()).isEqualTo(details);
                    assertThat(e.metadata()).isEqualTo(metadata);
                    assertThat(e.fromServer()).isTrue();
                    assertThat(e.notStarted()).isFalse();
                }));
    }

    @TestFactory
    default Stream<DynamicTest> unpairedSurrogateKeepsNoFailureFromItsCaller() {
        return Stream.of(
                        eachStyle(
                                () -> {
                                    throw new RpcException(StatusCode.ABORTED, "not \uD83D, but \uD83D\uDE00");
                                },
                                seen -> assertThat(seen).hasMessage("not ?, but \uD83D\uDE00")),
                        eachStyle(
                                () -> {
                                    throw new NotFound("no \uDE00", 3);
                                },
                                seen -> assertThat(seen)
                                        .isExactlyInstanceOf(NotFound.class)
                                        .hasMessage("no ?")))
                .flatMap(tests -> tests);
    }

    /** Details that a failure carries besides its text. */
    record Quota(String name, int left, List<String> tried) {}

    @TestFactory
    default Stream<DynamicTest> aDetailCrossesAsItsOwnKindOfObject() {
        Quota quota = new Quota("calls", 0, List.of("a", "b"));
        return eachStyle(
                () -> {
                    throw new RpcException(StatusCode.RESOURCE_EXHAUSTED, "no more").withDetail(quota);
                },
                seen -> assertThat(seen).isInstanceOfSatisfying(RpcException.class, e -> {
                    assertThat(e.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
                    assertThat(e.detail(Quota.class)).isEqualTo(quota).isNotSameAs(quota);
                    assertThat(e.detail(String.class)).isNull();
                }));
    }

    @TestFactory
    default Stream<DynamicTest> aDetailThatCannotCrossIsLeftOut() {
        return eachStyle(
                () -> {
                    throw new RpcException(StatusCode.ABORTED, "no").withDetail(new Object());
                },
                seen -> assertThat(seen).isInstanceOfSatisfying(RpcException.class, e -> {
                    assertThat(e.code()).isEqualTo(StatusCode.ABORTED);
                    assertThat(e).hasMessage("no");
                    assertThat(e.details()).isEmpty();
                }));
    }

    @Test
    default void everyCodeCrosses() {
        for (StatusCode code : StatusCode.values()) {
            try (Served<Failing> served = serve(Failing.class, new FailingHandler(() -> {
                throw new RpcException(code, "said");
            }))) {
                RpcException seen = refused(served.stub()::blocking);
                assertThat(seen.code()).isEqualTo(code);
                assertThat(seen).hasMessage("said");
            }
        }
    }

    /** Returns the failure of a call that is expected to end in an {@link RpcException}. */
    static RpcException refused(Callable<?> call) {
        Throwable thrown = catchThrowable(call::call);
        Throwable failure = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        assertThat(failure).isInstanceOf(RpcException.class);
        return (RpcException) failure;
    }

    private static void assertOnlyAnIdCrosses(Throwable seen) {
        assertThat(seen).isInstanceOfSatisfying(RpcException.class, e -> {
            assertThat(e.code()).isEqualTo(StatusCode.UNKNOWN);
            assertThat(e.getMessage()).contains("Failing.").matches(".* [0-9a-f]{4,16}");
            assertThat(e.getMessage()).doesNotContain("secret");
            assertThat(e).hasNoCause();
            assertThat(e.fromServer()).isTrue();
            assertThat(e.notStarted()).isFalse();
        });
    }

    @TestFactory
    default Stream<DynamicTest> textOfAnUnexpectedExceptionStaysOnTheServer() {
        IllegalStateException selfCaused = new IllegalStateException("secret") {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        };
        return Stream.of(
                        new IllegalStateException("secret"), new IllegalStateException(), selfCaused, new Unspeakable())
                .flatMap(unexpected -> eachStyle(
                        () -> {
                            throw unexpected;
                        },
                        KernelFailures::assertOnlyAnIdCrosses));
    }

    @Test
    default void errorOfAHandlerEndsItsCallOnly() {
        for (Error error : Arrays.asList(new StackOverflowError(), new AssertionError("secret"), new LinkageError())) {
            Deed deed = () -> {
                throw error;
            };
            try (Served<Failing> served = serve(Failing.class, new FailingHandler(deed))) {
                assertOnlyAnIdCrosses(catchThrowable(served.stub()::blocking));
                assertOnlyAnIdCrosses(catchThrowable(served.stub()::nonBlocking));
                assertOnlyAnIdCrosses(catchThrowable(() ->
                                served.stub().async().toCompletableFuture().join())
                        .getCause());
            }
        }
    }

    @Test
    default void nullInsteadOfAStageIsTheServersFault() {
        try (Served<Stages> served = serve(Stages.class, () -> null)) {
            RpcException seen =
                    refused(() -> served.stub().stage().toCompletableFuture().join());
            assertThat(seen.code()).isEqualTo(StatusCode.UNKNOWN);
            assertThat(seen.getMessage()).contains("Stages.stage");
        }
    }

    @Test
    default void wrappedFailureOfAStageIsUnwrapped() {
        CompletableFuture<String> source = new CompletableFuture<>();
        CompletionStage<String> dependent = source.thenApply(x -> x);
        source.completeExceptionally(new RpcException(StatusCode.NOT_FOUND, "no such thing"));
        try (Served<Stages> served = serve(Stages.class, () -> dependent)) {
            assertThat(refused(() -> served.stub().stage().toCompletableFuture().join())
                            .code())
                    .isEqualTo(StatusCode.NOT_FOUND);
        }
    }

    @TestFactory
    default Stream<DynamicTest> relayedRefusalIsNotARefusalOfThisCall() {
        return eachStyle(
                () -> {
                    throw RpcException.notStarted(StatusCode.RESOURCE_EXHAUSTED, "the next server is full", null)
                            .fromServer(true);
                },
                seen -> assertThat(seen).isInstanceOfSatisfying(RpcException.class, e -> {
                    assertThat(e.code()).isEqualTo(StatusCode.RESOURCE_EXHAUSTED);
                    assertThat(e).hasMessage("the next server is full");
                    assertThat(e.notStarted()).isFalse();
                    assertThat(e.fromServer()).isTrue();
                }));
    }

    @Test
    default void stackOfAFailureIsTheCallers() {
        try (Served<Failing> served = serve(Failing.class, new FailingHandler(() -> {
            throw new NotFound("no", 1);
        }))) {
            Throwable seen = catchThrowable(served.stub()::blocking);
            assertThat(seen.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("stackOfAFailureIsTheCallers"));
            assertThat(seen.getStackTrace())
                    .noneMatch(frame -> frame.getClassName().equals(FailingHandler.class.getName()));
        }
    }

    @Test
    default void nextCallSucceedsAfterAFailure() {
        try (Served<Failing> served = serve(Failing.class, new FailingHandler(new Deed() {
            private boolean failed;

            @Override
            public Object run() {
                if (!failed) {
                    failed = true;
                    throw new IllegalStateException("once");
                }
                return "ok";
            }
        }))) {
            assertThatThrownBy(served.stub()::blocking).isInstanceOf(RpcException.class);
            assertThat(catchThrowable(() -> assertThat(served.stub().blocking()).isEqualTo("ok")))
                    .isNull();
        }
    }
}
