package dev.tenstep.rpc.server;

import static java.util.Objects.requireNonNull;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.CallContext;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.PerformsStep;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcError;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.Step;
import dev.tenstep.rpc.call.Thrown;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.contract.MethodContract.StreamParameter;
import dev.tenstep.rpc.contract.ObjectModel;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import dev.tenstep.rpc.stream.BlockingStream;
import dev.tenstep.rpc.stream.StreamPublisher;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of a remote call: steps 4 to 7, in {@link #exchange}. Before it the kernels have carried the
 * message here (3), after it they carry the reply back (8); {@code ClientHandle} does the client's half. One for each
 * method; safe for use by many threads.
 */
final class ServerHandle implements Exchange {
    /**
     * The class that {@code completedStage()} and {@code minimalCompletionStage()} return: a future that can be neither
     * queried nor cancelled.
     */
    private static final Class<?> MINIMAL =
            CompletableFuture.completedStage(null).getClass();

    private final MethodHandle procedure;
    private final boolean filtered;

    /**
     * Makes a handle.
     *
     * @param procedure the handler's method, {@code (Object[])Object}
     * @param filtered true if filters stand before it
     */
    ServerHandle(MethodHandle procedure, boolean filtered) {
        this.procedure = procedure;
        this.filtered = filtered;
    }

    @Override
    public void exchange(Call call, ReplyTo replyTo) {
        // Step 3: the kernels have carried the message here.
        @Nullable Object[] parameters;
        try {
            parameters = takeParameters(call); // step 4
        } catch (Throwable unreadable) {
            replyTo.fail(failure(call, unreadable).unstarted());
            return;
        }
        // The handler's result, and the code that encodes it, are user code as well, and see the call that they serve.
        Call outer = CallContext.enter(call);
        try {
            if (call.original() instanceof IncomingCall incoming && !incoming.starts(filtered)) {
                replyTo.fail(new RpcException(StatusCode.CANCELLED, call + " had ended before its procedure began"));
                return;
            }
            Object returned = execute(call, parameters); // step 5
            if (call.method().adapter() != null && returned != null) {
                returned = call.method().adapter().unwrap(returned);
            }
            giveBack(call, replyTo, returned); // steps 6 and 7
        } catch (Throwable thrown) {
            fail(call, replyTo, thrown);
        } finally {
            CallContext.leave(outer);
        }
        // Step 8: the kernels carry the reply back.
    }

    /**
     * Performs steps 6 and 7 as the method's style demands: at once, when its stage completes, or as its stream goes
     * on.
     */
    private static void giveBack(Call call, ReplyTo replyTo, @Nullable Object returned) {
        switch (call.method().style()) {
            case ASYNC -> awaitStage(call, replyTo, returned);
            case STREAM -> returnStream(call, replyTo, returned);
            case PUBLISHER -> {
                if (returned == null) {
                    throw new IllegalStateException(
                            call.method().displayName() + " returned null (expected: a publisher)");
                }
                handToKernel(call, replyTo, returnResult(call, returned));
            }
            default -> handToKernel(call, replyTo, returnResult(call, returned));
        }
    }

    @PerformsStep(Step.TAKE_PARAMETERS)
    private static @Nullable Object[] takeParameters(Call call) {
        call.begin(Step.TAKE_PARAMETERS);
        StreamParameter stream = call.method().stream();
        return stream == null
                ? call.arguments()
                : call.method().withStream(call.arguments(), streamArgument(call, stream));
    }

    /** The stream parameter, in the type that the handler declares. */
    private static Object streamArgument(Call call, StreamParameter parameter) {
        Flow.Publisher<?> published = requireNonNull(call.stream());
        if (parameter.adapter() != null) {
            Class<?> type = call.method().method().getParameterTypes()[parameter.index()];
            return parameter.adapter().adapt(type, () -> published);
        }
        if (!parameter.blocking()) {
            return published;
        }
        BlockingStream pull = new BlockingStream("the stream '" + parameter.name() + "' of " + call);
        published.subscribe(pull);
        return pull.stream();
    }

    @PerformsStep(Step.EXECUTE)
    private @Nullable Object execute(Call call, @Nullable Object[] parameters) throws Throwable {
        call.begin(Step.EXECUTE);
        return (Object) procedure.invokeExact(parameters);
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

    /** Consumes and closes the handler's stream in its thread, and sends the results as they come. */
    private static void returnStream(Call call, ReplyTo replyTo, @Nullable Object returned) {
        if (!(returned instanceof Stream<?> stream)) {
            throw new IllegalStateException(call.method().displayName() + " returned null (expected: a Stream)");
        }
        StreamPublisher push = new StreamPublisher(stream, null);
        try {
            Reply reply = returnResult(call, push); // step 6
            handToKernel(call, replyTo, reply); // step 7
        } finally {
            push.run();
        }
    }

    private static void awaitStage(Call call, ReplyTo replyTo, @Nullable Object returned) {
        if (returned instanceof CompletableFuture<?> future
                && future.getClass() == CompletableFuture.class // completedStage() is one, too, and cannot be queried
                && future.isDone()
                && !future.isCompletedExceptionally()) {
            handToKernel(call, replyTo, returnResult(call, future.join()));
            return;
        }
        if (!(returned instanceof CompletionStage<?> stage)) {
            throw new IllegalStateException(call.method().displayName() + " returned null (expected: a stage)");
        }
        if (returned instanceof CompletableFuture<?> future && future.getClass() != MINIMAL && !future.isDone()) {
            // Nobody else would tell the future that the call was given up.
            call.cancellation().onCancel(why -> future.cancel(true));
        }
        stage.whenComplete((value, thrown) -> {
            try {
                stageEnded(call, replyTo, value, thrown);
            } catch (Throwable e) {
                abandon(call, e);
            }
        });
    }

    private static void stageEnded(Call call, ReplyTo replyTo, @Nullable Object value, @Nullable Throwable thrown) {
        if (thrown == null) {
            handToKernel(call, replyTo, returnResult(call, value));
        } else {
            fail(call, replyTo, thrown);
        }
    }

    /**
     * Answers a call past the filters, one of which failed on its answer: nobody else would see an exception in a
     * stage's callback.
     */
    private static void abandon(Call call, Throwable thrown) {
        if (call.original() instanceof ReplyTo kernel) {
            kernel.fail(toFailure(call, thrown));
        }
    }

    /** Performs steps 6 and 7 for a call whose procedure threw, or could not be started. */
    private static void fail(Call call, ReplyTo replyTo, Throwable thrown) {
        replyTo.fail(failure(call, thrown));
    }

    private static RpcException failure(Call call, Throwable thrown) {
        call.begin(Step.RETURN_RESULT);
        // A future that was cancelled along with its call is not an error.
        RpcException failure = thrown instanceof CancellationException && call.cancelled()
                ? new RpcException(StatusCode.CANCELLED, call + " was given up")
                : toFailure(call, thrown);
        call.begin(Step.HAND_TO_SERVER_KERNEL);
        return failure;
    }

    /**
     * Decodes the parameters from a call's message.
     *
     * @throws RpcException INVALID_ARGUMENT if they cannot be decoded; RESOURCE_EXHAUSTED if the message is too long
     */
    static @Nullable Object[] readParameters(IncomingCall call, MessageInput message) {
        MethodBinding binding = call.binding();
        try {
            return decoded(binding, call.decompress(message));
        } catch (RpcException noRoom) {
            throw noRoom;
        } catch (MessageTooLargeException e) {
            throw new RpcException(
                    StatusCode.RESOURCE_EXHAUSTED,
                    "the parameters of " + binding.method().displayName() + " are larger than the message limit",
                    e);
        } catch (Throwable e) {
            throw new RpcException(
                    StatusCode.INVALID_ARGUMENT,
                    "the parameters of " + binding.method().displayName() + " cannot be read with "
                            + binding.serializer() + ": "
                            + binding.failures()
                                    .unreadable(
                                            "reading the parameters of "
                                                    + binding.method().displayName(),
                                            call,
                                            e),
                    e);
        }
    }

    private static @Nullable Object[] decoded(MethodBinding binding, MessageInput message) throws IOException {
        try {
            Object[] read = (Object[]) binding.parameters().decode(message);
            if (read != null) {
                return read;
            }
            throw new IOException("no parameters");
        } catch (RpcException usersOwn) {
            throw new IllegalStateException(usersOwn);
        }
    }

    /**
     * The client's view of an exception: a declared one as itself, an {@link RpcException} as it is, one marked {@link
     * RpcError} by its code and text, any other only as an id. A relayed refusal is not a refusal of this call.
     */
    static RpcException toFailure(Call call, Throwable thrown) {
        Throwable inner = Thrown.peel(thrown);
        MethodContract method = call.method();
        int index = declaredIndex(method.exceptions(), thrown.getClass());
        if (index < 0 && inner != thrown) {
            index = declaredIndex(method.exceptions(), inner.getClass());
        } else if (index >= 0) {
            inner = thrown;
        }
        if (index >= 0) {
            return RpcException.declared(inner, index);
        }
        if (inner instanceof RpcException said) {
            return said.relayed();
        }
        RpcError mapped = inner.getClass().getAnnotation(RpcError.class);
        if (mapped != null) {
            return new RpcException(mapped.value(), String.valueOf(Thrown.message(inner)));
        }
        String id = call.binding().failures().log(method.displayName(), call, inner);
        return new RpcException(
                StatusCode.UNKNOWN, method.displayName() + " failed on the server; see its log, error id " + id);
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
