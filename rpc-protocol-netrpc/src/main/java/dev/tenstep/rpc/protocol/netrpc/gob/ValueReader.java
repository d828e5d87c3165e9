package dev.tenstep.rpc.protocol.netrpc.gob;

import org.jspecify.annotations.Nullable;

/** Reads values of one of a sender's types as values of one Java type. Used by many threads at once. */
@FunctionalInterface
interface ValueReader {
    /** Reads a value; null only for an enum's number 0. Passes on exceptions of users' constructors. */
    @Nullable
    Object read(GobInput in) throws Throwable;
}
