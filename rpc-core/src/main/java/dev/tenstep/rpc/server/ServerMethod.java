package dev.tenstep.rpc.server;

import dev.tenstep.rpc.call.Exchange;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.call.StepListener;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A method that a server serves, with one serializer. Immutable.
 *
 * @param binding the method and its codecs
 * @param exchange answers its calls: where handlers run, then as {@code handled}
 * @param handled answers its calls in this thread: the filters, the handle
 * @param signals where user's code runs that takes part in streams
 * @param listeners who hears the steps
 * @param limit how many of the server's calls may be in flight; null for any number
 */
public record ServerMethod(
        MethodBinding binding,
        Exchange exchange,
        Exchange handled,
        Executor signals,
        List<StepListener> listeners,
        @Nullable AdaptiveLimit limit) {}
