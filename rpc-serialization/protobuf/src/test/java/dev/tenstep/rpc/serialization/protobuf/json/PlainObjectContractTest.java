package dev.tenstep.rpc.serialization.protobuf.json;

import dev.tenstep.rpc.serialization.Serializer;
import dev.tenstep.rpc.testkit.SerializerContract;

/** The serializer where no class can be generated. */
final class PlainObjectContractTest implements SerializerContract {
    @Override
    public Serializer serializer() {
        return new ProtobufJsonSerializer(false);
    }

    /** As in {@link ProtobufJsonContractTest}. */
    @Override
    public boolean readsUnknownConstants() {
        return false;
    }
}
