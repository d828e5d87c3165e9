package dev.tenstep.rpc.benchmarks.contender;

import java.util.function.BiConsumer;

/**
 * One operation as one contender's client calls it. Called from many threads at once. The number picks the argument out
 * of a fixed set, so that the same number always asks the same question.
 *
 * @param <R> the contender's type of reply
 */
public interface Calls<R> {
    /** Calls and waits in the calling thread, by whatever means the contender offers for blocking calls. */
    R call(int number) throws Exception;

    /** Calls, returns at once, and completes with a reply or a failure in any thread. */
    void call(int number, BiConsumer<? super R, ? super Throwable> completion);

    /**
     * Tells whether a reply answers the question of that number. The cheap check is of the identity and the shape; the
     * thorough one, made now and then, is of every field.
     */
    boolean answers(int number, R reply, boolean thorough);
}
