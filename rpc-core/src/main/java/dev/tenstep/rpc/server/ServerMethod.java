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
 * @param exchange answers its calls: switches to the handlers' thread, then goes on as {@code handled}
 * @param handled answers its calls in this thread: the filters, the handle
 * @param signals the executor for user code that takes part in streams
 * @param listeners the listeners to the steps
 * @param limit the number of the server's calls that may be in flight; null for any number
 */
public record ServerMethod(
        MethodBinding binding,
        Exchange exchange,
        Exchange handled,
        Executor signals,
        List<StepListener> listeners,
        @Nullable AdaptiveLimit limit) {}
