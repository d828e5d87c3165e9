package dev.tenstep.rpc.protocol.netrpc.gob;

/** Writes and reads the fields of one type of object. Used by many threads at once. */
interface StructCodec {
    /** Writes the fields that are sent, without the end of the struct. */
    void write(GobOutput out, Object value) throws Throwable;

    /** Reads fields up to the end of the struct and makes the object. */
    Object read(GobInput in, StructReader reader) throws Throwable;
}
