package dev.tenstep.rpc.serialization.json.plan;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A value that is written and read in Jackson's own way, inside of one that is planned. */
record MappedPlan(Mapped mapped) implements ValuePlan {
    @Override
    public void write(Object value, JsonOutput out) throws IOException {
        out.write(value, mapped);
    }

    @Override
    public @Nullable Object read(JsonInput in) throws IOException {
        return in.read(mapped);
    }

    @Override
    public @Nullable Object absent() {
        return mapped.absent();
    }
}
