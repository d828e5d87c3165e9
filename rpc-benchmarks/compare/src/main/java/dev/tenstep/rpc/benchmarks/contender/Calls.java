package dev.tenstep.rpc.benchmarks.contender;

import java.util.function.BiConsumer;

/**
 * One operation as one contender's client calls it. Many threads call it at once. The number picks the argument out
 * of a fixed set, so that the same number always sends the same request.
 *
 * @param <R> the contender's type of reply
 */
public interface Calls<R> {
    /** Calls and waits in the calling thread, in whatever way the contender offers for blocking calls. */
    R call(int number) throws Exception;

    /** Calls, returns at once, and completes with a reply or a failure in any thread. */
    void call(int number, BiConsumer<? super R, ? super Throwable> completion);

    /**
     * Returns whether a reply is right for the request of that number. The cheap check covers the identity and the
     * shape; the thorough one, made now and then, covers every field.
     */
    boolean answers(int number, R reply, boolean thorough);
}
