package dev.tenstep.rpc.transport.netty.tenstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.testkit.Eventually;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The outcome of a call. */
public final class Outcome {
    private final RpcException failure;

    private Outcome(Throwable thrown) {
        assertThat(thrown).as("the call's outcome").isInstanceOf(RpcException.class);
        failure = (RpcException) thrown;
    }

    /** Makes the outcome of a blocking call. */
    public static Outcome of(ThrowingCallable call) {
        return new Outcome(catchThrowable(call));
    }

    /** Makes the outcome of a call's stage. */
    public static Outcome of(CompletionStage<?> stage) {
        Throwable thrown =
                catchThrowable(() -> stage.toCompletableFuture().get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS));
        return new Outcome(thrown instanceof ExecutionException wrapped ? wrapped.getCause() : thrown);
    }

    /** Asserts that the call certainly did not begin. */
    public Outcome notStarted() {
        assertThat(failure.notStarted()).as("not started: %s", failure).isTrue();
        return this;
    }

    /** Asserts that the call may have begun. */
    public Outcome maybeStarted() {
        assertThat(failure.notStarted()).as("not started: %s", failure).isFalse();
        return this;
    }

    public Outcome fromServer() {
        assertThat(failure.fromServer()).as("from the server: %s", failure).isTrue();
        return this;
    }

    public Outcome here() {
        assertThat(failure.fromServer()).as("from the server: %s", failure).isFalse();
        return this;
    }

    /** Asserts the code, and returns the text. */
    public AbstractStringAssert<?> is(StatusCode code) {
        assertThat(failure.code()).as("code of %s", failure).isEqualTo(code);
        return Assertions.assertThat(failure.getMessage());
    }

    public RpcException failure() {
        return failure;
    }
}
