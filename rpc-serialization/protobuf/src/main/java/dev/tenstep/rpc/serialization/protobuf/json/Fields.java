package dev.tenstep.rpc.serialization.protobuf.json;

import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import dev.tenstep.rpc.serialization.protobuf.json.value.Names;
import dev.tenstep.rpc.serialization.protobuf.json.value.ValueForm;
import java.util.List;

/**
 * A message that stands for an object.
 *
 * @param object with a member for each field, in the order in which fields are written: that of their numbers
 * @param targets the place of each field among the parameters of the object's constructor
 */
record Fields(ObjectPlan object, Names names, List<ValueForm> forms, int[] targets) {

    int count() {
        return targets.length;
    }

    ObjectPlan.Member member(int field) {
        return object.members().get(targets[field]);
    }

    ValueForm form(int field) {
        return forms.get(field);
    }
}
