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

/** What a call ended with. */
public final class Outcome {
    private final RpcException failure;

    private Outcome(Throwable thrown) {
        assertThat(thrown).as("the call's outcome").isInstanceOf(RpcException.class);
        failure = (RpcException) thrown;
    }

    /** The failure of a call that blocks. */
    public static Outcome of(ThrowingCallable call) {
        return new Outcome(catchThrowable(call));
    }

    /** The failure of a call whose stage is waited for. */
    public static Outcome of(CompletionStage<?> stage) {
        Throwable thrown =
                catchThrowable(() -> stage.toCompletableFuture().get(Eventually.LONG.toSeconds(), TimeUnit.SECONDS));
        return new Outcome(thrown instanceof ExecutionException wrapped ? wrapped.getCause() : thrown);
    }

    /** It certainly did not begin. */
    public Outcome notStarted() {
        assertThat(failure.notStarted()).as("not started: %s", failure).isTrue();
        return this;
    }

    /** It may have begun. */
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

    /** Its code; what is returned is its text. */
    public AbstractStringAssert<?> is(StatusCode code) {
        assertThat(failure.code()).as("code of %s", failure).isEqualTo(code);
        return Assertions.assertThat(failure.getMessage());
    }

    public RpcException failure() {
        return failure;
    }
}
