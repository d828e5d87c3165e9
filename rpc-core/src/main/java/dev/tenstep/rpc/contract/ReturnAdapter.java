package dev.tenstep.rpc.contract;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets methods return, and take, the types of another library in place of a {@code CompletionStage} or a {@code
 * Flow.Publisher}; found by {@link java.util.ServiceLoader}. rpc-reactor has one for {@code Mono} and {@code Flux}:
 *
 * <pre>{@code
 * public final class MyAdapter implements ReturnAdapter {
 *     public Class<?> standard(Class<?> type) { return type == MyFuture.class ? CompletionStage.class : null; }
 *     public Object adapt(Class<?> type, Supplier<?> call) { return MyFuture.lazily(call); }
 *     public Object unwrap(Object mine) { return ((MyFuture<?>) mine).toStage(); }
 * }
 * }</pre>
 *
 * <p>Such a type has one type argument, that of the type it stands for. Safe for use by many threads.
 */
public interface ReturnAdapter {

    /**
     * The type that it stands for: {@code CompletionStage} or {@code Flow.Publisher}; null if this adapter does not
     * know it.
     */
    @Nullable
    Class<?> standard(Class<?> type);

    /**
     * Makes an object of the library's type.
     *
     * @param type the library's type, as the method declares it
     * @param call supplies the stage or publisher; for a result on a client, each use of the supplier makes a call
     */
    Object adapt(Class<?> type, Supplier<?> call);

    /** Converts the library's object to a {@code CompletionStage} or {@code Flow.Publisher}. */
    Object unwrap(Object adapted);
}
