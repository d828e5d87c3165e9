package dev.tenstep.rpc.serialization.json.plan;

import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type of object and its fields in JSON.
 *
 * @param values the plan of each member's value, a {@link ScalarPlan} for one of a primitive type
 * @param names in the order in which they are written, and usually read
 * @param order the index of each name's member
 * @param exact the class whose objects are written, and not its subclasses'; null for a method's parameters and an exception,
 *     which are not made without their primitive values
 */
record ObjectFields(ObjectPlan object, List<ValuePlan> values, Names names, int[] order, @Nullable Class<?> exact) {

    /** The maximum number of fields: a bit of a long for each. */
    static final int MOST = Long.SIZE;

    int count() {
        return order.length;
    }

    /** Returns the member that has the name of that index. */
    int member(int name) {
        return order[name];
    }

    ValuePlan value(int member) {
        return values.get(member);
    }

    /** Returns whether something else than null stands for a value that is null or missing. */
    boolean hasAbsent(int member) {
        return values.get(member).absent() != null;
    }

    /** Returns the names that must be there, a bit each. */
    long required() {
        long bits = 0;
        for (int k = 0; exact == null && k < order.length; k++) {
            if (object.members().get(order[k]).type().isPrimitive()) {
                bits |= 1L << k;
            }
        }
        return bits;
    }
}
