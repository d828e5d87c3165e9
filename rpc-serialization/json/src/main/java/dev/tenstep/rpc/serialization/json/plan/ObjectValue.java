package dev.tenstep.rpc.serialization.json.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The planned way of an object, which is generated for its type: see {@link ObjectGenerator}. */
interface ObjectValue extends ValuePlan {
    /** Writes the fields of an object of exactly the type, which has been started. */
    void writeFields(Object value, JsonOutput out) throws Throwable;

    /**
     * Reads fields to the end of the object, and makes it.
     *
     * @param unknown the names of fields that were read already and are none of the type's
     */
    Object readFields(JsonInput in, @Nullable Set<String> unknown) throws Throwable;

    @Override
    default void write(Object value, JsonOutput out) throws Throwable {
        out.generator().writeStartObject();
        writeFields(value, out);
        out.generator().writeEndObject();
    }

    @Override
    default Object read(JsonInput in) throws Throwable {
        if (!in.parser().isExpectedStartObjectToken()) {
            throw new NotAsPlanned();
        }
        return readFields(in, null);
    }
}
