package dev.tenstep.rpc.serialization.kryo;

import org.jspecify.annotations.Nullable;

/**
 * Stands for the plan of an object while that plan is being made, where its type leads back to it. Every way by which values
 * can nest without end passes through a knot, so this is where depth is counted; other types nest as deep as they are declared.
 */
final class Knot extends Plan {
    /** The maximum nesting of objects whose types are recursive. */
    static final int DEEPEST = 100;

    private final int levels;
    private @Nullable Plan plan;

    /** Makes one that is so many objects deeper than the object it leads back to. */
    Knot(int levels) {
        this.levels = levels;
    }

    /** Ties it to the plan. Called once, before anybody writes or reads. */
    void tie(Plan made) {
        plan = made;
    }

    @Override
    void write(KryoOutput out, @Nullable Object value) throws Throwable {
        out.enter(levels);
        tied().write(out, value);
        out.leave(levels);
    }

    @Override
    @Nullable
    Object read(KryoInput in) throws Throwable {
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
