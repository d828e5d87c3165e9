package dev.tenstep.rpc.serialization.json.plan;

import org.jspecify.annotations.Nullable;

/** The rules for what is in a container: nothing is null, except that an empty optional is null in JSON. */
final class Elements {
    private Elements() {}

    static void write(@Nullable Object element, ValuePlan plan, JsonOutput out) throws Throwable {
        if (element == null) {
            throw new NotAsPlanned();
        }
        plan.write(element, out);
    }

    static Object read(ValuePlan plan, JsonInput in) throws Throwable {
        Object element = !in.isNull() ? plan.read(in) : plan instanceof OptionalPlan ? plan.absent() : null;
        if (element == null) {
            throw new NotAsPlanned();
        }
        return element;
    }
}
