package dev.tenstep.rpc.call;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.MethodContract.StreamParameter;
import dev.tenstep.rpc.contract.MethodContract.Style;
import dev.tenstep.rpc.contract.ObjectModel;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's half of a remote call: steps 4 to 7, in {@link #exchange}. Before it the kernels have carried the message here
 * (3), after it they carry the reply back (8); {@link ClientHandle} does the client's half. One for each method; safe for
 * use by many threads.
 */
final class ServerHandle implements Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(ServerHandle.class);

    private final MethodHandle procedure;

    /** Makes one that runs a procedure, {@code (Object[])Object}. */
    ServerHandle(MethodHandle procedure) {
        this.procedure = procedure;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        // step 3: the kernels have carried the message here
        try {
            Object[] parameters = takeParameters(call); // step 4
            Object returned = execute(call, parameters); // step 5
            if (call.method().adapter() != null && returned != null) {
                returned = call.method().adapter().unwrap(returned);
            }
            Style style = call.method().style();
            if (style == Style.ASYNC) {
                awaitStage(call, replyTo, returned); // steps 6 and 7 when the stage completes
                return;
            }
            if (style == Style.STREAM) {
                returnStream(call, replyTo, returned); // steps 6 and 7
                return;
            }
            if (style == Style.PUBLISHER && returned == null) {
                throw new IllegalStateException(call.method().displayName() + " returned null (expected: a publisher)");
            }
            Reply reply = returnResult(call, returned); // step 6
            handToKernel(call, replyTo, reply); // step 7
        } catch (Throwable thrown) {
            fail(call, replyTo, thrown);
        }
        // step 8: the kernels carry the reply back
    }

    @PerformsStep(Step.TAKE_PARAMETERS)
    private static @Nullable Object[] takeParameters(Call call) {
        call.begin(Step.TAKE_PARAMETERS);
        StreamParameter stream = call.method().stream();
        return stream == null ? call.arguments() : call.method().withStream(call.arguments(), streamed(call, stream));
    }

    /** The parameter that is a stream, as the handler wants it. */
    private static Object streamed(Call call, StreamParameter parameter) {
        Flow.Publisher<?> published = requireNonNull(call.stream());
        if (parameter.adapter() != null) {
            Class<?> type = call.method().method().getParameterTypes()[parameter.index()];
            return parameter.adapter().adapt(type, () -> published);
        }
        if (!parameter.blocking()) {
            return published;
        }
        StreamPull pull = new StreamPull("the stream '" + parameter.name() + "' of " + call);
        published.subscribe(pull);
        return pull.stream();
    }

    @PerformsStep(Step.EXECUTE)
    private @Nullable Object execute(Call call, @Nullable Object[] parameters) throws Throwable {
        call.begin(Step.EXECUTE);
        Call outer = CallContext.enter(call);
        try {
            return (Object) procedure.invokeExact(parameters);
        } finally {
            CallContext.leave(outer);
        }
    }

    @PerformsStep(Step.RETURN_RESULT)
    private static Reply returnResult(Call call, @Nullable Object returned) {
        call.begin(Step.RETURN_RESULT);
        return call.replyWith(returned);
    }

    @PerformsStep(Step.HAND_TO_SERVER_KERNEL)
    private static void handToKernel(Call call, ReplyTo replyTo, Reply reply) {
        call.begin(Step.HAND_TO_SERVER_KERNEL);
        replyTo.reply(reply);
    }

    /** The handler's stream is taken and closed in its thread, the results being sent as they come. */
    private static void returnStream(Call call, ReplyTo replyTo, @Nullable Object returned) {
        if (!(returned instanceof Stream<?> stream)) {
            throw new IllegalStateException(call.method().displayName() + " returned null (expected: a Stream)");
        }
        StreamPush push = new StreamPush(stream, null);
        try {
            Reply reply = returnResult(call, push); // step 6
            handToKernel(call, replyTo, reply); // step 7
        } finally {
            push.run();
        }
    }

    private static void awaitStage(Call call, ReplyTo replyTo, @Nullable Object returned) {
        if (returned instanceof CompletableFuture<?> future
                && future.getClass() == CompletableFuture.class // a completedStage() is one, too, and cannot be asked
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            handToKernel(call, replyTo, returnResult(call, future.join()));
            return;
        }
        if (!(returned instanceof CompletionStage<?> stage)) {
            throw new IllegalStateException(call.method().displayName() + " returned null (expected: a stage)");
        }
        stage.whenComplete((value, thrown) -> {
            try {
                stageEnded(call, replyTo, value, thrown);
            } catch (RuntimeException | Error e) {
                abandon(call, e);
            }
        });
    }

    private static void stageEnded(Call call, ReplyTo replyTo, @Nullable Object value, @Nullable Throwable thrown) {
        if (thrown == null) {
            handToKernel(call, replyTo, returnResult(call, value));
        } else {
            Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : null;
            fail(call, replyTo, cause == null ? thrown : cause);
        }
    }

    /** Answers a call past the filters, one of which failed on its answer: nobody else would see what a stage's callback throws. */
    private static void abandon(Call call, Throwable thrown) {
        if (DerivedCall.original(call) instanceof ReplyTo kernel) {
            kernel.fail(toFailure(call.method(), thrown));
        }
    }

    /** Steps 6 and 7 of a call whose procedure threw, or could not be started. */
    private static void fail(Call call, ReplyTo replyTo, Throwable thrown) {
        call.begin(Step.RETURN_RESULT);
        RpcException failure = toFailure(call.method(), thrown);
        call.begin(Step.HAND_TO_SERVER_KERNEL);
        replyTo.fail(failure);
    }

    /**
     * What the client is told: a declared exception as itself, an {@link RpcException} as it is, one marked {@link RpcError}
     * by its code and text, else only an id.
     */
    static RpcException toFailure(MethodContract method, Throwable thrown) {
        if (thrown instanceof RpcException said) {
            // A relayed refusal is no refusal of this call: this one was started.
            return said.relayed();
        }
        int index = declaredIndex(method.exceptions(), thrown.getClass());
        if (index >= 0) {
            return RpcException.declared(thrown, index);
        }
        RpcError mapped = thrown.getClass().getAnnotation(RpcError.class);
        if (mapped != null) {
            return new RpcException(mapped.value(), String.valueOf(thrown.getMessage()));
        }
        String id = Long.toHexString(ThreadLocalRandom.current().nextLong());
        log(method, thrown, id);
        return new RpcException(
                StatusCode.UNKNOWN, method.displayName() + " failed at the server; its log has the reason under " + id);
    }

    private static void log(MethodContract method, Throwable thrown, String id) {
        try {
            LOG.error("{} failed, error id {}", method.displayName(), id, thrown);
        } catch (RuntimeException e) {
            // Its message is user's code as well.
            LOG.error(
                    "{} failed, error id {}: {}",
                    method.displayName(),
                    id,
                    thrown.getClass().getName());
        }
    }

    private static int declaredIndex(List<ObjectModel> declared, Class<?> thrown) {
        for (Class<?> c = thrown; c != null; c = c.getSuperclass()) {
            for (int i = 0; i < declared.size(); i++) {
                if (declared.get(i).rawType() == c) {
                    return i;
                }
            }
        }
        return -1;
    }
}
