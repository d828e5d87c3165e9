package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageInput;
import dev.tenstep.rpc.serialization.MessageOutput;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The codec of a whole message. */
record ProtobufCodec(MessageCodec body, Value value) implements Codec {

    /** The relation of a value to its message. */
    enum Value {
        /** The message holds the value in fields, and null is an absent field. */
        IN_FIELDS,
        /** The message is the value, which may be null. */
        WHOLE,
        /** The message is the only element of an {@code Object[]}, which may be null. */
        SOLE_PARAMETER
    }

    /**
     * A null message, where the message is the value and there is no field to leave out: field 19999 = 1. No schema
     * may declare the numbers 19000..19999, so nobody else uses this field, and other programs read an empty message.
     */
    private static final byte[] NULL = {(byte) 0xf8, (byte) 0xe1, 0x09, 0x01};

    @Override
    public void encode(@Nullable Object given, MessageOutput out) throws IOException {
        Object message = value == Value.SOLE_PARAMETER && given != null ? ((Object[]) given)[0] : given;
        if (message == null && value != Value.IN_FIELDS) {
            out.write(NULL);
            return;
        }
        try {
            out.position(body.write(message, out, out.position(), 0));
        } catch (Throwable e) {
            throw passedOn(e);
        }
        out.checkLimit();
    }

    @Override
    public @Nullable Object decode(MessageInput in) throws IOException {
        Object message = null;
        if (value == Value.IN_FIELDS || !isNull(in)) {
            try {
                message = body.read(in.array(), in.position(), in.end(), 0);
            } catch (Throwable e) {
                throw passedOn(e);
            }
        }
        in.position(in.end());
        return value == Value.SOLE_PARAMETER ? new @Nullable Object[] {message} : message;
    }

    private static boolean isNull(MessageInput in) {
        return in.remaining() == NULL.length
                && Arrays.equals(in.array(), in.position(), in.end(), NULL, 0, NULL.length);
    }

    /** Passes on an exception that a user's accessor or constructor threw, unchanged where Java allows it. */
    private static IOException passedOn(Throwable e) throws IOException {
        if (e instanceof IOException io) {
            throw io;
        }
        if (e instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (e instanceof Error error) {
            throw error;
        }
        throw new UndeclaredThrowableException(e);
    }
}
