package dev.tenstep.rpc.serialization.json.plan;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stands for the plan of an object whose type contains itself, until there is one. */
final class Forward implements ObjectValue {
    private @Nullable ValuePlan plan;

    /** Sets the plan. Called once, before any value is written or read. */
    void to(ValuePlan made) {
        plan = made;
    }

    @Override
    public void write(Object value, JsonOutput out) throws Throwable {
        plan().write(value, out);
    }

    @Override
    public Object read(JsonInput in) throws Throwable {
        Object value = plan().read(in);
        if (value == null) {
            throw new NotAsPlanned();
        }
        return value;
    }

    @Override
    public void writeFields(Object value, JsonOutput out) throws Throwable {
        object().writeFields(value, out);
    }

    @Override
    public Object readFields(JsonInput in, @Nullable Set<String> unknown) throws Throwable {
        return object().readFields(in, unknown);
    }

    private ObjectValue object() {
        if (plan() instanceof ObjectValue object) {
            return object;
        }
        throw new NotAsPlanned();
    }

    private ValuePlan plan() {
        if (plan == null) {
            throw new IllegalStateException("the plan is not made yet");
        }
        return plan;
    }
}
