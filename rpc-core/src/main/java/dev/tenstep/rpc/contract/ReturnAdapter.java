package dev.tenstep.rpc.contract;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets methods return, and take, the types of another library where they would have a {@code CompletionStage} or a {@code
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
 * <p>Such a type has one type argument, that of what it stands for. Safe for use by many threads.
 */
public interface ReturnAdapter {

    /** What the type stands for: {@code CompletionStage} or {@code Flow.Publisher}; null if this adapter does not know it. */
    @Nullable
    Class<?> standard(Class<?> type);

    /**
     * Makes one of the library's.
     *
     * @param type the library's type, as the method declares it
     * @param call gives what it stands for; as a result at a client each time it is asked it makes a call
     */
    Object adapt(Class<?> type, Supplier<?> call);

    /** What one of the library's stands for, as a {@code CompletionStage} or {@code Flow.Publisher}. */
    Object unwrap(Object adapted);
}
