package dev.tenstep.rpc.kernel;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.Encoding;
import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.Reply;
import dev.tenstep.rpc.call.ReplyTo;
import dev.tenstep.rpc.call.RpcException;
import dev.tenstep.rpc.call.StatusCode;
import dev.tenstep.rpc.call.ThreadState;
import dev.tenstep.rpc.call.Thrown;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The client's local kernel. It carries calls to one endpoint, keeps the connection, and ends every call that it
 * accepted, at its deadline at the latest. It performs step 3 when it writes the message and step 8 when it has read
 * the reply, and reports both by {@link Call#begin}. It gives calls their outcome by {@link #deliver} and {@link
 * #deliverFailure}. Safe for use by many threads.
 */
public interface ClientKernel extends Exchange, AutoCloseable {

    /** The state of the connection; cheap enough to be read for each call. */
    ConnectivityState state();

    /** Starts to connect, unless it is connected or connecting; after a failure, once the backoff is over. */
    default void connect() {}

    /** Registers a listener that runs, in any thread, after each change of {@link #state}. It must not block. */
    default void onStateChange(Runnable listener) {}

    /**
     * Accepts no more calls (UNAVAILABLE, not started), and closes when its calls have ended.
     *
     * @return a stage that completes when it is closed
     */
    CompletionStage<Void> drain();

    /** Ends all calls (UNAVAILABLE) and all connections; does not block for longer than that takes. */
    @Override
    void close();

    /**
     * The reason that a call which a kernel still has is over, for whoever waits: its deadline has passed, or its
     * caller has given it up, for the caller's own reason; null if neither.
     *
     * @param nowNanos by {@link System#nanoTime()}
     * @param notStarted whether the call was certainly not started
     */
    static @Nullable RpcException over(Call call, long nowNanos, boolean notStarted) {
        boolean late = call.deadlineNanos() != 0 && nowNanos - call.deadlineNanos() >= 0;
        RpcException why = call.cancelled() ? call.cancellation().reason() : null;
        if (why != null || (call.cancelled() && !late)) {
            String text = why == null ? call + " was given up" : String.valueOf(why.getMessage());
            StatusCode code = why == null ? StatusCode.CANCELLED : why.code();
            return notStarted ? RpcException.notStarted(code, text, null) : new RpcException(code, text);
        }
        if (!late) {
            return null;
        }
        String text = "the deadline of " + call.method().displayName() + " passed before "
                + (notStarted ? "it could be sent" : "its reply came");
        return notStarted
                ? RpcException.notStarted(StatusCode.DEADLINE_EXCEEDED, text, null)
                : new RpcException(StatusCode.DEADLINE_EXCEEDED, text);
    }

    /**
     * Encodes the parameters of a call that has to wait, in this thread.
     *
     * @return the length of the message in bytes
     * @throws RpcException not started: the parameters cannot be written, or are too large
     */
    static int encodeArguments(Call call, int maxMessage) {
        try {
            return call.encodeArguments(maxMessage);
        } catch (Throwable e) {
            throw Encoding.unwritableParameters(call, e, maxMessage);
        }
    }

    /** Sends a call on, in a thread that has nobody to throw to: an exception of a filter ends the call. */
    static void send(Exchange next, Call call, ReplyTo replyTo) {
        try {
            next.exchange(call, replyTo);
        } catch (RpcException e) {
            deliverFailure(call, replyTo, e.relayed());
        } catch (Throwable e) {
            String text = call + " could not be sent: " + Thrown.text(e);
            deliverFailure(call, replyTo, new RpcException(StatusCode.INTERNAL, text, e));
        }
    }

    /**
     * Gives a call its reply. An exception of a filter ends the call, since a kernel has nobody to throw it to. Nothing
     * of a filter stays in the kernel's thread.
     */
    static void deliver(Call call, ReplyTo replyTo, Reply reply) {
        if (replyTo != call) {
            ThreadState.keep(() -> deliverThroughFilters(call, replyTo, reply));
            return;
        }
        // Not a method of its own: decoding is inlined here only to a certain depth.
        try {
            replyTo.reply(reply);
        } catch (Throwable e) {
            undelivered(call, replyTo, e);
        }
    }

    private static void deliverThroughFilters(Call call, ReplyTo replyTo, Reply reply) {
        try {
            replyTo.reply(reply);
        } catch (Throwable e) {
            undelivered(call, replyTo, e);
        }
    }

    private static void undelivered(Call call, ReplyTo replyTo, Throwable thrown) {
        if (thrown instanceof RpcException e) {
            deliverFailure(call, replyTo, e.relayed());
        } else {
            String text = "a filter failed on the reply to " + call + ": " + Thrown.text(thrown);
            deliverFailure(call, replyTo, new RpcException(StatusCode.INTERNAL, text, thrown));
        }
    }

    /** Gives a call its failure, past the filters if one of them throws. */
    static void deliverFailure(Call call, ReplyTo replyTo, RpcException failure) {
        if (replyTo == call) {
            failHere(call, replyTo, failure);
        } else {
            ThreadState.keep(() -> failHere(call, replyTo, failure));
        }
    }

    private static void failHere(Call call, ReplyTo replyTo, RpcException failure) {
        try {
            replyTo.fail(failure);
        } catch (Throwable e) {
            Thrown.suppress(failure, e);
            Thrown.log(LoggerFactory.getLogger(ClientKernel.class), "a filter failed on the failure of " + call, e);
            if (call.original() instanceof ReplyTo caller) {
                caller.fail(failure);
            }
        }
    }
}
