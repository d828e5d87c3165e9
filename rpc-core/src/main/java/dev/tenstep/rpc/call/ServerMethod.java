package dev.tenstep.rpc.call;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A method that a server serves, with one serializer. Immutable.
 *
 * @param binding the method and its codecs
 * @param procedure runs the user's method: {@code (Object[])Object}
 * @param exchange answers its calls: where handlers run, then as {@code handled}
 * @param handled answers its calls in this thread: the filters, the handle
 * @param signals where user's code runs that takes part in streams
 * @param listeners who hears the steps
 * @param limit how many of the server's calls may be in flight; null for any number
 */
public record ServerMethod(
        MethodBinding binding,
        MethodHandle procedure,
        Exchange exchange,
        Exchange handled,
        Executor signals,
        List<StepListener> listeners,
        @Nullable AdaptiveLimit limit) {}
