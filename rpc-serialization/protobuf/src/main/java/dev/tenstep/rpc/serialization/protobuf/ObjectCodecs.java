package dev.tenstep.rpc.serialization.protobuf;

import dev.tenstep.rpc.serialization.objects.Generation;
import dev.tenstep.rpc.serialization.objects.ObjectPlan;
import java.util.List;

/** Makes the codecs of objects: generated where that is possible, otherwise plain. Safe for use by many threads. */
final class ObjectCodecs {
    private final Generation generation;

    ObjectCodecs(boolean generating) {
        generation = new Generation(generating);
    }

    /** Makes the codec of an object, with a field for each of its members. */
    MessageCodec codec(ObjectPlan object, List<FieldCodec> fields) {
        MessagePlan plan = MessagePlan.of(object, fields);
        return generation.codec(object, () -> ObjectGenerator.generate(plan), () -> new PlainObject(plan));
    }
}
