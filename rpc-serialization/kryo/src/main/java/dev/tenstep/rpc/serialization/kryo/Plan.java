package dev.tenstep.rpc.serialization.kryo;

import org.jspecify.annotations.Nullable;

/** The writer and reader of one type's values, as an object. Used by many threads at once. */
abstract class Plan {

    /** Writes a value; throws what the user's accessors throw, too. */
    abstract void write(KryoOutput out, @Nullable Object value) throws Throwable;

    /** Reads a value; throws what the user's constructors throw, too. */
    abstract @Nullable Object read(KryoInput in) throws Throwable;
}
