package dev.tenstep.rpc.protocol.netrpc.gob;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way one Java type is written, and read from those of Go's types that fit. Used by many threads at once. */
interface Plan {
    /** The number of the type that its values are written as. */
    int id();

    /** The type that its values are written as, by the name that Go's error texts have for it. */
    String goName();

    /** Its definition, a message; null if it is built in. */
    byte @Nullable [] definition();

    /** The plans of the types that the definition refers to. */
    List<Plan> parts();

    /** Returns whether a field with this value, which is not null, is not sent. */
    boolean omits(Object value);

    /** The value of a field that was not sent. */
    @Nullable
    Object absent();

    /** Writes a value that is not null, and passes on exceptions of users' accessors. */
    void write(GobOutput out, Object value) throws Throwable;

    /** Returns the reader of values of a sender's type, null if that type does not fit. */
    @Nullable
    ValueReader reader(int wire, Matching matching) throws MalformedGobException;

    /** Writes a value that is not null as JSON, as Go does. */
    void writeJson(JsonGenerator out, Object value) throws Throwable;

    /** Reads a value from JSON, which is not null. */
    @Nullable
    Object readJson(JsonReader in) throws Throwable;

    /** Returns whether its values can be keys of a map in JSON. */
    default boolean isJsonKey() {
        return false;
    }

    /** Returns the name in JSON of a key. */
    default String jsonKey(Object key) throws IOException {
        throw new IllegalStateException(goName() + " is no key");
    }

    /** Reads a key from its name in JSON. */
    default @Nullable Object readJsonKey(JsonReader in, String name) throws IOException {
        throw new IllegalStateException(goName() + " is no key");
    }
}
