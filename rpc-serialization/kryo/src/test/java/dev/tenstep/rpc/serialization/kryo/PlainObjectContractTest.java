package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SerializerContract;

/** The serializer where no class can be generated. */
final class PlainObjectContractTest implements SerializerContract {
    @Override
    public Serializer serializer() {
        return new KryoSerializer(false);
    }
}
