package dev.tenstep.rpc.call;

/**
 * The one function type on both sides: takes a call and answers it, now or later. A kernel is one, the server handle is
 * one, and a {@link Filter} stands before one.
 */
@FunctionalInterface
public interface Exchange {

    /**
     * Answers the call by exactly one of the methods of {@code replyTo}, once, in any thread. Throws nothing: a failure
     * is {@link ReplyTo#fail}.
     */
    void exchange(Call call, ReplyTo replyTo);
}
