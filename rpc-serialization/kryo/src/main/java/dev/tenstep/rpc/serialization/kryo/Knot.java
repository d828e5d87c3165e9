package dev.tenstep.rpc.serialization.kryo;

import org.jspecify.annotations.Nullable;

/**
 * A stand-in for the plan of an object while that plan is being made and its type refers to itself. Every path on
 * which values can nest without limit passes through a knot, so this is where depth is counted. Other types nest as
 * deep as they are declared.
 */
final class Knot implements Plan {
    /** The maximum nesting of objects whose types are recursive. */
    static final int DEEPEST = 100;

    private final int levels;
    private @Nullable Plan plan;

    /** Makes one that is so many objects deeper than the object it refers to. */
    Knot(int levels) {
        this.levels = levels;
    }

    /** Ties the knot to its plan. Called once, before any value is written or read. */
    void tie(Plan made) {
        plan = made;
    }

    @Override
    public void write(KryoOutput out, @Nullable Object value) throws Throwable {
        out.enter(levels);
        tied().write(out, value);
        out.leave(levels);
    }

    @Override
    public @Nullable Object read(KryoInput in) throws Throwable {
        in.enter(levels);
        Object value = tied().read(in);
        in.leave(levels);
        return value;
    }

    private Plan tied() {
        if (plan == null) {
            throw new IllegalStateException("not tied yet");
        }
        return plan;
    }
}
