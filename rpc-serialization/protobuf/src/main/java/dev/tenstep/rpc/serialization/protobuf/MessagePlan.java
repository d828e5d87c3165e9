package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A message that stands for an object.
 *
 * @param fields one for each member of the object, in order
 */
record MessagePlan(ObjectPlan object, List<FieldCodec> fields) {

    /** Makes one; the members of a bean, which are set one by one, take the order of their fields' numbers. */
    static MessagePlan of(ObjectPlan object, List<FieldCodec> fields) {
        MessagePlan plan = new MessagePlan(object, fields);
        if (!object.bean()) {
            return plan;
        }
        int[] order = plan.order();
        List<ObjectPlan.Member> members =
                Arrays.stream(order).mapToObj(plan::member).toList();
        return new MessagePlan(
                new ObjectPlan(object.name(), members, true, object.constructor()),
                Arrays.stream(order).mapToObj(plan::field).toList());
    }

    ObjectPlan.Member member(int i) {
        return object.members().get(i);
    }

    FieldCodec field(int i) {
        return fields.get(i);
    }

    /** Returns the fields' indexes in the order of their numbers, in which they are written. */
    int[] order() {
        return IntStream.range(0, fields.size())
                .boxed()
                .sorted((i, k) -> Integer.compare(number(i), number(k)))
                .mapToInt(i -> i)
                .toArray();
    }

    private int number(int i) {
        return fields.get(i).tag() >>> 3;
    }
}
