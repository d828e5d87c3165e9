package dev.tenstep.rpc.client;

import dev.tenstep.rpc.call.EncodedArguments;
import dev.tenstep.rpc.call.MethodBinding;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parameters of a call on its client. At first these are the caller's objects, which a kernel that sends at once
 * encodes in the caller's thread. If the call waits or is retried, it is their message.
 *
 * <p>Threads: encoded by the caller's thread, or by the one that the call fails in; the field is volatile.
 */
abstract class ParametersCall extends TimedCall {
    private static final Logger LOG = LoggerFactory.getLogger(ParametersCall.class);

    private static final VarHandle ARGUMENTS;

    static {
        try {
            ARGUMENTS = MethodHandles.lookup().findVarHandle(ParametersCall.class, "arguments", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The {@code Object[]} of the parameters, or those with their message; one field, to keep every call small. */
    private volatile Object arguments;

    ParametersCall(MethodBinding binding, ClientHandle handle, Object arguments, long deadlineNanos) {
        super(binding, handle, deadlineNanos);
        // Nobody else sees the call yet, and a volatile write would cost each call a fence.
        ARGUMENTS.set(this, arguments);
    }

    @Override
    public @Nullable Object[] arguments() {
        Object now = arguments;
        return now instanceof EncodedArguments encoded ? encoded.values() : (Object[]) now;
    }

    @Override
    public void writeArguments(MessageOutput out) throws IOException {
        Object now = arguments;
        if (now instanceof EncodedArguments encoded) {
            encoded.write(out);
        } else {
            binding().parameters().encode(now, out);
        }
    }

    @Override
    public int encodeArguments(int maxMessage) throws IOException {
        Object now = arguments;
        if (now instanceof EncodedArguments encoded) {
            return encoded.length();
        }
        EncodedArguments encoded = EncodedArguments.of(binding(), (Object[]) now, maxMessage);
        arguments = encoded;
        return encoded.length();
    }

    @Override
    public void argumentsSent(byte @Nullable [] message) {
        if (arguments instanceof Object[] values) {
            arguments = EncodedArguments.sent(values, message);
        }
    }

    /** Returns whether its message was sent and not kept, so that nobody can send it again. */
    final boolean messageGone() {
        return arguments instanceof EncodedArguments encoded && encoded.gone();
    }

    /** Encodes the parameters now; an exception goes to whoever writes the message. */
    final void encodeNow() {
        try {
            encodeArguments(handle.maxMessage());
        } catch (Throwable e) {
            LOG.debug("the parameters of {} cannot be encoded", this, e);
        }
    }
}
