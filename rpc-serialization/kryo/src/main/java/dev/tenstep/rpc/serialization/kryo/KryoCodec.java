package dev.tenstep.rpc.serialization.kryo;

import com.esotericsoftware.kryo.KryoException;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import dev.tenstep.rpc.serialization.MessageTooLargeException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes and reads one kind of message by its plan. Used by many threads at once. */
final class KryoCodec implements Codec {
    private static final String TRACE = "\nSerialization trace:";

    private final Plan plan;
    private final String where;

    KryoCodec(Plan plan, String where) {
        this.plan = plan;
        this.where = where;
    }

    @Override
    public void encode(@Nullable Object value, MessageOutput target) throws IOException {
        KryoOutput out = new KryoOutput(target);
        try {
            plan.write(out, value);
            out.finish();
        } catch (KryoException e) {
            if (e.getCause() instanceof MessageTooLargeException tooLarge) {
                throw tooLarge;
            }
            throw new IllegalArgumentException(where + ": " + text(e), e);
        } catch (Throwable t) {
            throw failure(t);
        }
    }

    @Override
    public @Nullable Object decode(MessageInput source) throws IOException {
        KryoInput in = new KryoInput(source);
        try {
            Object value = plan.read(in);
            in.finish(source);
            return value;
        } catch (KryoException e) {
            String text = where + ": " + text(e);
            // Without a cause, the bytes are bad, and it is not users' code that failed.
            throw e.getCause() == null ? new IOException(text) : new IOException(text, e);
        } catch (Throwable t) {
            throw failure(t);
        }
    }

    /** Returns Kryo's message without the trace of classes and fields that may follow it. */
    private static String text(KryoException e) {
        String text = String.valueOf(e.getMessage());
        int trace = text.indexOf(TRACE);
        return trace < 0 ? text : text.substring(0, trace);
    }

    /** Maps a failure to the exception to throw. Unchecked exceptions of users' own code pass through. */
    private IOException failure(Throwable t) {
        if (t instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (t instanceof Error error) {
            throw error;
        }
        return t instanceof IOException io ? io : new IOException(where + ": " + t, t);
    }
}
