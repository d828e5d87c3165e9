package dev.tenstep.rpc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.serialization.MessageShape.Role;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** The caller's errors when a message cannot be written or read. */
interface KernelCodecFailures extends KernelFailures {

    @Test
    default void parametersThatCannotBeWrittenEndTheCallHere() {
        HookedSerializer broken = broken(Role.PARAMETERS, true);
        try (Served<Failing> served =
                serve(Failing.class, new FailingHandler(() -> "ok"), s -> s, c -> c.serializer(broken))) {
            for (Callable<?> call : calls(served.stub())) {
                RpcException seen = KernelFailures.refused(call);
                assertThat(seen.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
                assertThat(seen.getMessage())
                        .matches("the parameters of Failing\\.\\w+ cannot be written with tiny: .*: broken codec");
                assertThat(seen.fromServer()).isFalse();
                assertThat(seen.notStarted()).isTrue();
            }
        }
    }

    @Test
    default void failureOfAnotherCallThatParametersThrowIsNoAnswerToThisOne() {
        HookedSerializer relaying = new HookedSerializer().beforeEncode(Role.PARAMETERS, () -> {
            throw new RpcException(StatusCode.ABORTED, "another call's").fromServer(false);
        });
        try (Served<Failing> served =
                serve(Failing.class, new FailingHandler(() -> "ok"), s -> s, c -> c.serializer(relaying))) {
            for (Callable<?> call : calls(served.stub())) {
                RpcException seen = KernelFailures.refused(call);
                assertThat(seen.code()).isEqualTo(StatusCode.ABORTED);
                assertThat(seen).hasMessage("another call's");
                assertThat(seen.fromServer()).isFalse();
                assertThat(seen.notStarted()).isTrue();
            }
        }
    }

    @Test
    default void parametersThatCannotBeReadEndTheCallThere() {
        HookedSerializer broken = broken(Role.PARAMETERS, false);
        try (Served<Failing> served =
                serve(Failing.class, new FailingHandler(() -> "ok"), s -> s.serializer(broken), c -> c)) {
            for (Callable<?> call : calls(served.stub())) {
                RpcException seen = KernelFailures.refused(call);
                assertThat(seen.code()).isEqualTo(StatusCode.INVALID_ARGUMENT);
                assertThat(seen.getMessage())
                        .contains("Failing.", "tiny", "see the server's log, error id ")
                        .doesNotContain("broken codec");
                assertThat(seen.fromServer()).isTrue();
                assertThat(seen.notStarted()).isTrue();
            }
        }
    }

    @Test
    default void resultThatCannotBeWrittenEndsTheCallThere() {
        HookedSerializer broken = broken(Role.RESULT, true);
        try (Served<Failing> served =
                serve(Failing.class, new FailingHandler(() -> "ok"), s -> s.serializer(broken), c -> c)) {
            for (Callable<?> call : calls(served.stub())) {
                RpcException seen = KernelFailures.refused(call);
                assertThat(seen.code()).isEqualTo(StatusCode.INTERNAL);
                assertThat(seen.getMessage())
                        .matches("the result of Failing\\.\\w+ cannot be written; see .* log, error id [0-9a-f]+");
                assertThat(seen.fromServer()).isTrue();
                assertThat(seen.notStarted()).isFalse();
            }
        }
    }

    @Test
    default void resultThatCannotBeReadEndsTheCallHere() {
        HookedSerializer broken = broken(Role.RESULT, false);
        try (Served<Failing> served =
                serve(Failing.class, new FailingHandler(() -> "ok"), s -> s, c -> c.serializer(broken))) {
            for (Callable<?> call : calls(served.stub())) {
                RpcException seen = KernelFailures.refused(call);
                assertThat(seen.code()).isEqualTo(StatusCode.INTERNAL);
                assertThat(seen.getMessage()).contains("result of Failing.", "broken codec");
                assertThat(seen.fromServer()).isFalse();
            }
        }
    }

    @Test
    default void declaredExceptionThatCannotCrossIsInternal() {
        for (boolean writing : new boolean[] {true, false}) {
            HookedSerializer broken = broken(Role.EXCEPTION, writing);
            try (Served<Failing> served = serve(
                    Failing.class,
                    new FailingHandler(() -> {
                        throw new NotFound("no", 1);
                    }),
                    s -> writing ? s.serializer(broken) : s,
                    c -> writing ? c : c.serializer(broken))) {
                for (Callable<?> call : calls(served.stub())) {
                    RpcException seen = KernelFailures.refused(call);
                    assertThat(seen.code()).isEqualTo(StatusCode.INTERNAL);
                    assertThat(seen.getMessage())
                            .matches("a declared exception of Failing\\.\\w+ cannot be "
                                    + (writing
                                            ? "written; see the server's log, error id [0-9a-f]+"
                                            : "read: .*: broken codec"));
                }
            }
        }
    }

    private static HookedSerializer broken(Role role, boolean writing) {
        Runnable hook = () -> {
            throw new IllegalStateException("broken codec");
        };
        HookedSerializer serializer = new HookedSerializer();
        return writing ? serializer.beforeEncode(role, hook) : serializer.beforeDecode(role, hook);
    }

    /** Returns a call of each style. */
    static Iterable<Callable<?>> calls(Failing stub) {
        return Arrays.asList(
                stub::blocking, () -> stub.async().toCompletableFuture().join(), stub::nonBlocking);
    }
}
