package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.Call;
import dev.tenstep.rpc.call.EncodedArguments;
import dev.tenstep.rpc.call.MethodBinding;
import org.jspecify.annotations.Nullable;

/**
 * A method call whose remote call is made later, perhaps more than once and in another thread.
 *
 * @param encoded the parameters, encoded when the method was called
 * @param served the call that the thread served then, whose end also ends the calls made from this; null for none
 */
record Invocation(
        MethodBinding binding, @Nullable Object[] parameters, EncodedArguments encoded, @Nullable Call served) {}
