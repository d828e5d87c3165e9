package dev.tenstep.rpc.call;

/**
 * The client's local kernel: carries calls to one endpoint, keeps the connection, and ends every call that it took, at its
 * deadline at the latest. It performs step 3 when it writes the message and step 8 when it has read the reply, and says so by
 * {@link Call#begin}. It gives calls their outcome by {@link #deliver} and {@link #deliverFailure}. Safe for use by many
 * threads.
 */
public interface ClientKernel extends Exchange, AutoCloseable {

    /** Whether a call would be sent at once. */
    boolean ready();

    /** Starts to connect, unless it is connected, connecting, or waits before it tries again. */
    default void connect() {}

    /** Ends all calls (UNAVAILABLE) and all connections; does not block for longer than that takes. */
    @Override
    void close();

    /** Gives a call its reply. What a filter throws meanwhile ends the call: a kernel has nobody to throw it to. */
    static void deliver(Call call, ReplyTo replyTo, Reply reply) {
        try {
            replyTo.reply(reply);
        } catch (RpcException e) {
            deliverFailure(call, replyTo, e.relayed());
        } catch (RuntimeException | Error e) {
            String text = "a filter failed on the reply to " + call + ": " + e;
            deliverFailure(call, replyTo, new RpcException(StatusCode.INTERNAL, text, e));
        }
    }

    /** Gives a call its failure, past the filters if one of them throws. */
    static void deliverFailure(Call call, ReplyTo replyTo, RpcException failure) {
        try {
            replyTo.fail(failure);
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(e);
            if (DerivedCall.original(call) instanceof ReplyTo caller) {
                caller.fail(failure);
            }
        }
    }
}
