package dev.tenstep.rpc.serialization.kryo;

import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SerializerContract;

final class KryoSerializerTest implements SerializerContract {

    @Override
    public Serializer serializer() {
        return new KryoSerializer();
    }
}
