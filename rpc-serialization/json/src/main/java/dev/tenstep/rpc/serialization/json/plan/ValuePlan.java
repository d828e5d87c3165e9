package dev.tenstep.rpc.serialization.json.plan;

import org.jspecify.annotations.Nullable;

/**
 * The planned way of writing and reading a type's values: for what is usual, as fast as can be. Whatever else a value or a
 * message holds ends in an exception, of any kind and without meaning: Jackson's own way decides then.
 */
public interface ValuePlan {
    /** Writes a value that is not null. */
    void write(Object value, JsonOutput out) throws Throwable;

    /** Reads the value that begins with the parser's current token, which is not null, to its last token. */
    @Nullable
    Object read(JsonInput in) throws Throwable;

    /** Returns the value that stands for one that is null or missing: an empty container or optional, otherwise null. */
    default @Nullable Object absent() {
        return null;
    }

    /** Writes a value or null. */
    static void writeNullable(@Nullable Object value, ValuePlan plan, JsonOutput out) throws Throwable {
        if (value == null) {
            out.generator().writeNull();
        } else {
            plan.write(value, out);
        }
    }

    /** Reads a value or null. */
    static @Nullable Object readNullable(ValuePlan plan, JsonInput in) throws Throwable {
        return in.isNull() ? null : plan.read(in);
    }

    /** Returns the value itself, or its stand-in if it is null. */
    static @Nullable Object orAbsent(@Nullable Object value, ValuePlan plan) {
        return value == null ? plan.absent() : value;
    }
}
