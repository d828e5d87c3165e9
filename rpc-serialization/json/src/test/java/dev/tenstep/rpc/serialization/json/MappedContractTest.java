package dev.tenstep.rpc.serialization.json;

import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SerializerContract;

/** The serializer where no class can be generated, so that all objects are written and read in Jackson's own way. */
final class MappedContractTest implements SerializerContract {
    @Override
    public Serializer serializer() {
        return new JacksonSerializer(true, false);
    }
}
