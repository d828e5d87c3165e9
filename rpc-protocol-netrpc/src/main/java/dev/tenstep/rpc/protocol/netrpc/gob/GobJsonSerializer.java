package dev.tenstep.rpc.protocol.netrpc.gob;

import dev.tenstep.rpc.contract.ContractException;
import dev.tenstep.rpc.contract.MethodContract;
import dev.tenstep.rpc.serialization.Codec;
import dev.tenstep.rpc.serialization.MessageShape;
import dev.tenstep.rpc.serialization.Serializer;
import java.util.HashSet;
import java.util.Set;

/**
 * The serializer {@code gob-json}: the same messages as {@code gob}, in the JSON that Go's encoding/json writes and reads,
 * as its jsonrpc needs them.
 */
public final class GobJsonSerializer implements Serializer {
    private final GobSerializer plans = new GobSerializer();

    /** Makes one; it may serve any number of clients and servers. */
    public GobJsonSerializer() {}

    @Override
    public String name() {
        return "gob-json";
    }

    @Override
    public String variantOf() {
        return plans.name();
    }

    @Override
    public Codec bind(MethodContract method, MessageShape shape) {
        GobCodec codec = plans.codec(method, shape);
        check(codec.plan(), method, new HashSet<>());
        return new JsonCodec(codec.plan(), codec.spread(), method.displayName());
    }

    /** Refuses maps whose keys cannot be names of JSON. */
    private static void check(Plan plan, MethodContract method, Set<Plan> checked) {
        if (plan instanceof MapPlan map && !map.key().isJsonKey()) {
            throw new ContractException("the serializer gob-json does not carry a map at " + map.where()
                    + " whose keys are " + map.key().goName() + " (expected: strings or integers) for method "
                    + method.displayName());
        }
        if (checked.add(plan)) {
            plan.parts().forEach(part -> check(part, method, checked));
        }
    }
}
