package dev.tenstep.rpc.serialization.kryo;

import org.jspecify.annotations.Nullable;

/** The plan of a value that may be null: a mark, which is Kryo's 0 for null and 1 for anything else, and the value. */
record NullablePlan(Plan value) implements Plan {
    @Override
    public void write(KryoOutput out, @Nullable Object each) throws Throwable {
        if (each == null) {
            out.writeByte(0);
        } else {
            out.writeByte(1);
            value.write(out, each);
        }
    }

    @Override
    public @Nullable Object read(KryoInput in) throws Throwable {
        return in.readPresent() ? value.read(in) : null;
    }
}
