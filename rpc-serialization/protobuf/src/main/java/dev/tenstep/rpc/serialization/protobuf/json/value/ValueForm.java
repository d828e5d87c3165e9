package dev.tenstep.rpc.serialization.protobuf.json.value;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import org.jspecify.annotations.Nullable;

/** The JSON form of a type: writes and reads its values. Used by many threads. */
public interface ValueForm {

    /**
     * Writes a value.
     *
     * @param depth the number of messages that the value lies in
     */
    void write(Object value, JsonGenerator out, int depth) throws Throwable;

    /**
     * Reads a value, from the parser's current token, which is not null, to the value's last one. Returns null if it stands for
     * null: an enum's 0, a one-of without a case.
     */
    @Nullable
    Object read(JsonParser in, int depth) throws Throwable;

    /** Returns the value of a field that is absent or null. */
    default @Nullable Object absent() {
        return null;
    }

    /** Returns whether a field with that value is left out: a primitive's 0, an empty list. */
    default boolean isOmitted(Object value) throws Throwable {
        return false;
    }
}
