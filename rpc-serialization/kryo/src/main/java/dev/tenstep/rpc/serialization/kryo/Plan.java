package dev.tenstep.rpc.serialization.kryo;

import org.jspecify.annotations.Nullable;

/** The writer and reader of one type's values, as an object. Used by many threads at once. */
abstract class Plan {

    /** Writes a value, and passes on exceptions of users' accessors. */
    abstract void write(KryoOutput out, @Nullable Object value) throws Throwable;

    /** Reads a value, and passes on exceptions of users' constructors. */
    abstract @Nullable Object read(KryoInput in) throws Throwable;
}
