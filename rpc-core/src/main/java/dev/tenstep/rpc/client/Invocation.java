package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.EncodedArguments;
import dev.tenstep.rpc.call.MethodBinding;
import org.jspecify.annotations.Nullable;

/**
 * A method as its caller called it, whose remote call is made later, perhaps more than once and in another thread.
 *
 * @param encoded the parameters, encoded when the method was called
 * @param served the call that was served then, with which the calls end that are made of this; null for none
 */
record Invocation(
        MethodBinding binding, @Nullable Object[] parameters, EncodedArguments encoded, @Nullable Call served) {}
