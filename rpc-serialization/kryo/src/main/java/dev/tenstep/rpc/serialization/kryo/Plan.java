package dev.tenstep.rpc.serialization.kryo;

import org.jspecify.annotations.Nullable;

/** The writer and reader of one type's values, as an object. Used by many threads at once. */
interface Plan {

    /** Writes a value, and passes on exceptions of users' accessors. */
    void write(KryoOutput out, @Nullable Object value) throws Throwable;

    /** Reads a value, and passes on exceptions of users' constructors. */
    @Nullable
    Object read(KryoInput in) throws Throwable;
}
