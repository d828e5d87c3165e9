package dev.tenstep.rpc.serialization.json.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands for the plan of an object whose type contains itself, until there is one. */
final class Forward implements ObjectValue {
    private @Nullable ObjectValue plan;

    /** Sets the plan. Called once, before any value is written or read. */
    void to(ObjectValue made) {
        plan = made;
    }

    @Override
    public void writeFields(Object value, JsonOutput out) throws Throwable {
        plan().writeFields(value, out);
    }

    @Override
    public Object readFields(JsonInput in, @Nullable Set<String> unknown) throws Throwable {
        return plan().readFields(in, unknown);
    }

    private ObjectValue plan() {
        if (plan == null) {
            throw new IllegalStateException("the plan is not made yet");
        }
        return plan;
    }
}
